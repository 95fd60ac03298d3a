import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Opens a headless Chromium: WIREDESK_CHROMIUM, or Debian's. If there is none, the error says how to install one. */
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
