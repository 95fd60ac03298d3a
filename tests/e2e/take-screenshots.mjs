// The README's pictures, taken from the demo while it plays: node tests/e2e/take-screenshots.mjs (after `npm run
// build`) WIREDESK_CHROMIUM names the browser; without it Debian's.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const folder = fileURLToPath(new URL("../screenshots/", import.meta.url));
const port = process.env.WIREDESK_PORT ?? "7098";
const url = `http://localhost:${port}`;
const playedMs = 70_000;
mkdirSync(folder, { recursive: true });

const demo = spawn(process.execPath, ["dist/demo/demo-main.js"], {
  env: { ...process.env, WIREDESK_PORT: port, WIREDESK_ADMIN_TOKEN: "screenshots" },
  stdio: ["ignore", "ignore", "inherit"],
});
try {
  console.log(`the demo plays for ${playedMs / 1000} s …`);
  await new Promise((resolve) => setTimeout(resolve, playedMs));
  const browser = await chromium.launch({
    executablePath: process.env.WIREDESK_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  await take(browser, "river", "/", { width: 1440, height: 810 }, "dark");
  await take(browser, "story", await busiestStory(), { width: 1280, height: 640 }, "light");
  await take(browser, "compare", await agencyAndReprint(), { width: 1280, height: 620 }, "light");
  await take(browser, "columns", "/columns", { width: 1920, height: 1000 }, "dark");
  await take(browser, "sources", "/sources", { width: 1280, height: 760 }, "light");
  await take(browser, "phone", "/", { width: 390, height: 780 }, "light", true);
  await browser.close();
} finally {
  demo.kill("SIGTERM");
}

/** A story that many carry and whose agency has updated it: it shows reasons and changes. */
async function busiestStory() {
  const { items } = await (await fetch(`${url}/api/v1/entries?collapse=story`)).json();
  const [first] = items.toSorted((a, b) => weightOf(b) - weightOf(a));
  return `/stories/${first.story}`;
}

function weightOf({ carriers, cue }) {
  return carriers.length + (cue?.kind === "update" && carriers.length > 1 ? 10 : 0);
}

/** An agency's text and that of an outlet that prints it, side by side. */
async function agencyAndReprint() {
  const { items } = await (await fetch(`${url}/api/v1/entries?collapse=copy`)).json();
  const [first] = items.toSorted((a, b) => weightOf(b) - weightOf(a));
  const { entries } = await (await fetch(`${url}/api/v1/stories/${first.story}`)).json();
  const [a, b] = entries.filter(({ copy }) => copy === first.copy).map(({ id }) => id);
  return `/compare?a=${a}&b=${b}`;
}

async function take(browser, name, path, viewport, colorScheme, acknowledge = false) {
  const page = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 1 });
  await page.goto(url + path);
  await page.waitForTimeout(500);
  if (acknowledge) await page.keyboard.press("x");
  await page.screenshot({ path: `${folder}${name}.png` });
  console.log(`tests/screenshots/${name}.png`);
  await page.close();
}
