import { expect, test } from "vitest";
import { add, post, served } from "./desk-world.ts";

const html = { Accept: "text/html,application/xhtml+xml" };

test("a person who meets an error gets a page with a way back, and a program gets one line", async () => {
  const { app } = await served();
  for (const [path, title] of [
    ["/nowhere", "Page not found"],
    ["/stories/999", "Story not found"],
    ["/entries/x", "Story not found"],
  ] as const) {
    const page = await app.ask(path, { headers: html });
    expect(page.status).toBe(404);
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.text).toContain(`<h1>${title}</h1>`);
    expect(page.text).toContain('<a href="/">The river</a>');
    expect(page.text).toContain('aria-label="Pages"');
    expect((await app.ask(path)).headers["content-type"]).toContain("text/plain");
  }
  expect((await app.ask("/feeds/nothing.rss", { headers: html })).headers["content-type"]).toContain("text/plain");
  const opened = await app.ask("/feeds/nothing", { headers: { ...html, "sec-fetch-dest": "document" } });
  expect(opened.text).toContain("<h1>Not found</h1>");
});

test("watch terms with a fault are shown again as they were typed, with the fault", async () => {
  const { app } = await served();
  const { status, text } = await post(app, "/watches", { watches: 'ferry\n"port' }, html);
  expect(status).toBe(400);
  expect(text).toContain("a quotation mark is not closed");
  expect(text).toMatch(/<textarea id="watches"[^>]*>ferry\n"port<\/textarea>|ferry\n&quot;port/);
  expect(text).toContain('aria-label="Pages"');
});

test("a wrong search is told once, not also as a search without hits", async () => {
  const { app } = await served();
  const { text } = await app.ask("/?q=%22open");
  expect(text).toContain("a quotation mark is not closed");
  expect(text).not.toContain("Nothing matches");
});

test("who finds nothing may drop the filters, or be alerted when it appears", async () => {
  const { app } = await served();
  const { text } = await app.ask("/?q=zeppelin&lang=de");
  expect(text).toContain('<a href="/?q=zeppelin">Drop the filters and keep the search</a>');
  expect(text).toMatch(/<input type="hidden" name="watches" value="zeppelin"\/?>/);
  expect((await app.ask("/?q=zeppelin")).text).not.toContain("Drop the filters");
});

test("a wrong token keeps the name that was typed", async () => {
  const { app } = await served({ adminToken: "right" });
  const { text } = await post(app, "/login", { name: "Ada", token: "wrong", next: "/sources" }, html);
  expect(text).toContain("That is not the admin token.");
  expect(text).toMatch(/name="name" value="Ada"/);
});

test("rows are dense when the reader chose so", async () => {
  const { app } = await served();
  const kept = await post(app, "/theme", { density: "compact", next: "/" });
  const cookie = String(kept.headers["set-cookie"]).split(";")[0] ?? "";
  expect((await app.ask("/", { headers: { Cookie: cookie } })).text).toContain('data-density="compact"');
  expect((await app.ask("/")).text).toContain('data-density="roomy"');
});

test("the languages offered are those of the news, by name", async () => {
  const { store, feedId, app } = await served();
  await add(store, feedId, { guid: "ja", title: "港", language: "ja" });
  expect((await app.ask("/")).text).toMatch(/<option value="ja">Japanese<\/option>/);
});
