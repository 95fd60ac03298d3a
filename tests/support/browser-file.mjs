import { existsSync } from "node:fs";

/** Debian's Chromium without a window. Its contexts take less than half of the whole browser's processor time. */
export const shellFile = "/usr/bin/chromium-headless-shell";

/** The browser that tests drive: WIREDESK_CHROMIUM, or Debian's Chromium without a window, or with one; null: none. */
export function browserFile() {
  const named = process.env.WIREDESK_CHROMIUM;
  return (named === undefined ? [shellFile, "/usr/bin/chromium"] : [named]).find(existsSync) ?? null;
}
