import { existsSync } from "node:fs";

/** Debian's Chromium without a window: a context of it takes a third of the processor time of the whole browser's. */
export const shellFile = "/usr/bin/chromium-headless-shell";

/** The browser that tests drive: WIREDESK_CHROMIUM, or Debian's Chromium without a window, or with one; null: none. */
export function browserFile() {
  const named = process.env.WIREDESK_CHROMIUM;
  return (named === undefined ? [shellFile, "/usr/bin/chromium"] : [named]).find(existsSync) ?? null;
}
