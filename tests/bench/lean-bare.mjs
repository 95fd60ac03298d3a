// The bare baseline of bench-lean.mjs: undici, rss-parser, and a plain insert into SQLite with FTS5.
//   node lean-bare.mjs STORE URLS [--parse]   (URLS: a file, one address a line; --parse: reads the documents alone)
import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import RssParser from "rss-parser";
import { Agent, request } from "undici";

const [store, list, only] = process.argv.slice(2);
const urls = readFileSync(list, "utf8").trim().split("\n");
const db = new Database(store);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = NORMAL");
db.exec(`CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, etag TEXT);
  CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, feed TEXT, guid TEXT, title TEXT, link TEXT, date TEXT, text TEXT, UNIQUE (feed, guid));
  CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (title, text, content = 'items', content_rowid = 'id');`);
const etagOf = db.prepare("SELECT etag FROM feeds WHERE url = ?").pluck();
const keep = db.prepare("INSERT OR REPLACE INTO feeds (url, etag) VALUES (?, ?)");
const insert = db.prepare(
  "INSERT OR IGNORE INTO items (feed, guid, title, link, date, text) VALUES (?, ?, ?, ?, ?, ?)",
);
const index = db.prepare("INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)");
const dispatcher = new Agent();

const save = db.transaction((url, etag, items) => {
  keep.run(url, etag ?? null);
  for (const { guid, title, link, isoDate, content } of items) {
    const { changes, lastInsertRowid } = insert.run(url, guid, title, link, isoDate, content);
    if (changes > 0) index.run(lastInsertRowid, title, content);
  }
});

async function poll(url) {
  const etag = etagOf.get(url);
  const { statusCode, headers, body } = await request(url, {
    dispatcher,
    headers: etag ? { "if-none-match": etag } : {},
  });
  const text = await body.text();
  if (statusCode === 304) return;
  const feed = await new RssParser().parseString(text);
  if (only !== "--parse") save(url, headers.etag, feed.items);
}

const queue = [...urls];
async function work() {
  for (let url = queue.pop(); url !== undefined; url = queue.pop()) await poll(url);
}
await Promise.all(Array.from({ length: 32 }, work));
await dispatcher.close();
db.close();
