import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** A headless Chromium: WIREDESK_CHROMIUM, or Debian's. Error: says how to get one where there is none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.WIREDESK_CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(
      `the desk page is tested in Chromium, and there is none at ${executablePath}: ` +
        "apt-get install chromium, or set WIREDESK_CHROMIUM to a Chrome or Chromium",
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
