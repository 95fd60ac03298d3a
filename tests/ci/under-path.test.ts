/// <reference lib="dom" />
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorkspace, eventually, freePort, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";
import { openBrowser } from "../support/open-browser.ts";

/** The second configuration for nginx of docs/proxy.md: the service under a path of a host that serves other things. */
const site = [...readFileSync("docs/proxy.md", "utf8").matchAll(/```nginx\n([\s\S]*?)```/g)][1]?.[1] ?? "";
const token = "a-long-token-of-the-desk";

const stripping = (text: string) =>
  text
    .replace(/(location \/wire\/ \{\s+proxy_pass [^;]+);/, "$1/;")
    .replace(/(location = \/wire\/events \{\s+proxy_pass [^;]+);/, "$1/events;");

describe.each([
  ["keeps", (text: string) => text],
  ["strips", stripping],
] as const)("behind an nginx that %s the path", (_way, changed) => {
  let host: FeedHost;
  let workspace: Workspace;
  let service: Service;
  let proxy: ChildProcess;
  let browser: Browser;
  let root: string;
  let origin: string;

  beforeAll(async () => {
    host = await startFeedHost();
    const url = host.publish("/a.rss", feedOf(1));
    workspace = createWorkspace({
      server: { trustedProxies: ["loopback"] },
      polling: { cron: "* * * * * *", allowPrivateAddresses: true, hostGap: "0s" },
      hub: { allowPrivateAddresses: true },
      sources: [{ name: "Harbour", feeds: [{ url, interval: "1s" }] }],
    });
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    root = `${origin}/wire`;
    service = await startService(workspace, { WIREDESK_ADMIN_TOKEN: token, WIREDESK_BASE_URL: root });
    proxy = startNginx(workspace.path("nginx"), changed(site), port, new URL(service.baseUrl).port);
    browser = await openBrowser();
    await eventually(
      async () => (await fetch(`${root}/feeds/all.rss`).catch(() => null))?.text() ?? "",
      (text) => text.includes("<item>"),
    );
  });
  afterAll(async () => {
    await browser.close();
    proxy.kill("SIGTERM");
    if (proxy.exitCode === null) await once(proxy, "exit");
    await service.stop("SIGKILL");
    await host.close();
    workspace.remove();
  });

  test("a browser never leaves the path: scripts, live rows, keys, search, theme, signing in and out", async () => {
    const page = await (await browser.newContext()).newPage();
    const outside: string[] = [];
    const failed: string[] = [];
    page.on("request", (request) => request.url().startsWith(`${root}/`) || outside.push(request.url()));
    page.on("response", (answer) => answer.status() < 400 || failed.push(`${answer.url()} ${answer.status()}`));
    await page.goto(`${root}/`);
    await page.waitForSelector(".line.live");
    host.publish("/a.rss", feedOf(2));
    await page.waitForFunction(() => document.getElementById("pill")?.textContent === "1 new");
    await page.keyboard.press("n");
    const row = page.locator(".river > .row h2 a").first();
    expect(await row.getAttribute("href")).toMatch(/^\/wire\/stories\//);
    await page.locator("#q").fill("nothing-like-it");
    await page.waitForURL("**/wire/?q=nothing-like-it");
    await page.locator("#q").blur();
    await page.keyboard.press("g");
    await page.keyboard.press("s");
    await page.waitForURL("**/wire/sources");
    const kept = page.waitForResponse("**/wire/theme");
    await page.keyboard.press("t");
    await kept;
    await page.reload();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBeTruthy();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.locator("[name=name]").fill("Ada");
    await page.locator("[name=token]").fill(token);
    await page.locator("main button[type=submit]").click();
    await page.waitForURL("**/wire/sources");
    const cookies = await page.context().cookies();
    expect(new Set(cookies.map((cookie) => cookie.path))).toEqual(new Set(["/wire"]));
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL("**/wire/");
    expect(await page.getByRole("link", { name: "Sign in" }).count()).toBe(1);
    await page.goto(`${root}/api`);
    await page.locator("form.try button").first().click();
    await page.locator("pre.answer:visible").first().waitFor();
    expect(await page.locator(".curl").first().innerText()).toContain(`curl '${root}/api/v1/`);
    expect([outside, failed]).toEqual([[], []]);
    await page.context().close();
  });

  test("axe reports nothing under the path, and every link of the pages stays there", async () => {
    const page = await (await browser.newContext({ bypassCSP: true })).newPage();
    await page.goto(`${root}/`);
    const story = await page
      .locator(".river > .row h2 a")
      .first()
      .evaluate((link: HTMLAnchorElement) => link.href);
    for (const address of [`${root}/`, story, `${root}/sources`, `${root}/nowhere`]) {
      await page.goto(address);
      await page.evaluate(axe.source);
      const faults = await page.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run();
        return violations.map(({ id }) => id);
      });
      expect(faults, address).toEqual([]);
      const own = await page
        .locator("a, link, script, form")
        .evaluateAll((all) =>
          all
            .map(
              (one) =>
                new URL(
                  one.getAttribute("href") ?? one.getAttribute("src") ?? one.getAttribute("action") ?? "",
                  location.href,
                ),
            )
            .map(({ href }) => href),
        );
      const outside = own.filter((href) => href.startsWith(`${origin}/`) && !href.startsWith(`${root}/`));
      expect(outside, address).toEqual([]);
    }
    await page.context().close();
  });

  test("a feed names its own address and the hub under the path, and both answer there", async () => {
    const text = await (await fetch(`${root}/feeds/all.atom`)).text();
    const links = [...text.matchAll(/<link rel="(\w+)"[^>]* href="([^"]+)"|<link href="([^"]+)" rel="(\w+)"/g)];
    expect(text).toContain(`${root}/feeds/all.atom`);
    expect(text).toContain(`${root}/hub`);
    expect(links.length).toBeGreaterThan(1);
    const own = [...text.matchAll(new RegExp(`${origin}[^"<\\s]*`, "g"))].map(([address]) => address);
    expect(own.filter((address) => !address.startsWith(`${root}/`))).toEqual([]);
    const form = {
      "hub.mode": "subscribe",
      "hub.topic": `${root}/feeds/all.atom`,
      "hub.callback": host.publish("/heard", ""),
    };
    const asked = await fetch(`${root}/hub`, { method: "POST", body: new URLSearchParams(form) });
    expect(asked.status).toBe(202);
  });
});

interface AxeResult {
  readonly violations: readonly { readonly id: string }[];
}

const items = [
  testItem(1),
  { ...testItem(2), title: "Lighthouse of Skerrow reopens", text: "The lighthouse lit its lantern on Friday." },
];
const feedOf = (count: number) =>
  rssDocument({ title: "Harbour", link: "https://harbour.example/" }, items.slice(0, count));

function startNginx(folder: string, text: string, port: number, servicePort: string): ChildProcess {
  mkdirSync(folder);
  const served = text
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${servicePort}`)
    .replace("listen 80", `listen 127.0.0.1:${port}`);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const main = `daemon off; ${user} pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${paths.join(" ")} ${served} }`;
  writeFileSync(`${folder}/nginx.conf`, main);
  return spawn("/usr/sbin/nginx", ["-p", folder, "-e", "stderr", "-c", `${folder}/nginx.conf`], { stdio: "ignore" });
}
