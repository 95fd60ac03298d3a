import { type Browser, chromium } from "playwright-core";
import { browserFile } from "./browser-file.mjs";

/** Opens a headless Chromium (`browserFile()`). If there is none, the error says how to install one. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = browserFile();
  if (executablePath === null) {
    throw new Error(
      "the desk page is tested in Chromium, and there is none: " +
        "apt-get install chromium-headless-shell, or set WIREDESK_CHROMIUM to a Chrome or Chromium",
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
