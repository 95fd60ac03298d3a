import { expect, test } from "vitest";
import type { WebDeps } from "../../../src/web/web-deps.ts";
import { noon } from "../../support/store-fixtures.ts";
import { add, headlines, served } from "../desk-world.ts";

/** The columns of a page: each with its heading and its headlines. */
function columnsOf(html: string): readonly { readonly title: string; readonly rows: readonly string[] }[] {
  const parts = html.split('<section class="column"').slice(1);
  return parts.map((part) => ({
    title: /<bdi>([^<]*)<\/bdi>/.exec(part)?.[1] ?? "",
    rows: headlines(part.split("</section>")[0] ?? ""),
  }));
}

const linkOf = (html: string, label: string) =>
  new RegExp(`href="([^"]+)" aria-label="${label}"`).exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";

test("a first wall shows all stories and each section; columns can be added, moved and removed", async () => {
  const { store, feedId, app } = await served();
  await add(store, feedId, { guid: "a", title: "Ferry resumes" });
  await add(store, feedId, { guid: "b", title: "Choir wins", urgency: 1 });
  const first = columnsOf((await app.ask("/columns")).text);
  expect(first).toEqual([
    { title: "All stories", rows: ["Choir wins", "Ferry resumes"] },
    { title: "Sea", rows: ["Ferry resumes"] },
  ]);
  const added = await fetch(`${app.url}/columns?column=section%3Dsea&add=1&section=&q=choir&urgency=2`, {
    redirect: "manual",
  });
  expect(added.status).toBe(303);
  const { text } = await app.ask(added.headers.get("location") ?? "");
  expect(columnsOf(text)).toEqual([
    { title: "Sea", rows: ["Ferry resumes"] },
    { title: "choir · alert and above", rows: ["Choir wins"] },
  ]);
  const moved = columnsOf((await app.ask(linkOf(text, "Move choir · alert and above to the left"))).text);
  expect(moved.map(({ title }) => title)).toEqual(["choir · alert and above", "Sea"]);
  const left = (await app.ask(linkOf(text, "Remove Sea"))).text;
  expect(columnsOf(left).map(({ title }) => title)).toEqual(["choir · alert and above"]);
  expect(left).not.toContain("Remove");
});

test("a fault in a column is told as for the river, and there is a limit to columns", async () => {
  const { app } = await served();
  const bad = await app.ask("/columns?column=&add=1&q=%22open", { headers: { accept: "text/html" } });
  expect(bad.status).toBe(400);
  expect(bad.text).toContain("The columns");
  expect((await app.ask("/columns?column=section%3Dnowhere")).status).toBe(404);
  const many = Array.from({ length: 9 }, () => "column=").join("&");
  expect((await app.ask(`/columns?${many}`)).text).toContain("at most 8 columns");
  expect((await app.ask(`/columns?${many.slice(8)}`)).text).not.toContain("Add a column");
});

test("one stream brings each column its rows, and each goes on from its own mark", async () => {
  const { store, feedId, app } = await served({ clock: { now: () => noon + 3_600_000, sleep } });
  await add(store, feedId, { guid: "a", title: "Ferry resumes" });
  await add(store, feedId, { guid: "b", title: "Choir wins" });
  const columns = "column=section%3Dsea&column=q%3Dchoir";
  const events = await eventsOf(`${app.url}/events?${columns}`, 2);
  expect(events.map(({ column }) => column)).toEqual([0, 1]);
  expect(events.map(({ rows }) => rows.flatMap(({ html }) => headlines(html)))).toEqual([
    ["Ferry resumes"],
    ["Choir wins"],
  ]);
});

interface SentColumn {
  readonly column: number;
  readonly rows: readonly { readonly html: string }[];
}

/** The clock moves only where a stream is closed. */
const sleep: WebDeps["clock"]["sleep"] = (_ms, signal) =>
  new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason), { once: true }));

/** The first events of a stream. */
async function eventsOf(url: string, count: number): Promise<readonly SentColumn[]> {
  const stop = new AbortController();
  const reader = (await fetch(url, { signal: stop.signal })).body!.getReader();
  let text = "";
  const found = () => [...text.matchAll(/event: rows\ndata: (.*)\n\n/g)].map(([, data]) => JSON.parse(data as string));
  while (found().length < count) {
    const { value, done } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString();
  }
  stop.abort();
  return found();
}
