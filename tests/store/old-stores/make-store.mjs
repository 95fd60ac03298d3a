// usage: node tests/store/old-stores/make-store.mjs CHECKOUT
// Makes tests/fixtures/stores/COMMIT.db.gz, .yaml and .export.jsonl with the build of an old commit.
// CHECKOUT: a folder with that commit, built. See tests/fixtures/stores/README.md.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { driveBuild, until } from "./drive-build.mjs";
import { archived, archivedLater, delivered, undecided } from "./invented-news.mjs";
import { deliverSigned, startPublisher } from "./invented-publisher.mjs";
import { sources } from "./invented-sources.mjs";
import { newest, writeFeed } from "./write-feed.mjs";

const checkout = resolve(process.argv[2] ?? ".");
const { stringify } = createRequire(join(checkout, "package.json"))("yaml");
const commit = execFileSync("git", ["-C", checkout, "rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
const kept = (suffix) => new URL(`../../fixtures/stores/${commit}${suffix}`, import.meta.url);
const minute = 60_000;
const hour = 60 * minute;
/** Seven visits in eight days: Monday to Thursday, and the Monday after. */
const visitAt = [
  "2026-03-02T08:00:00Z",
  "2026-03-02T12:00:00Z",
  "2026-03-03T09:00:00Z",
  "2026-03-04T10:00:00Z",
  "2026-03-04T14:00:00Z",
  "2026-03-05T09:00:00Z",
  "2026-03-09T09:00:00Z",
].map((text) => Date.parse(text));
const [publisherPort, port] = [18731, 18730];
const baseUrl = `http://127.0.0.1:${port}`;
const adminToken = "the editors' token of an invented desk";
/** The key to the section of licensed copy. tests/store/old-stores.test.ts has the same. */
const sectionKey = "a-key-to-licensed-copy";

const folder = mkdtempSync(join(tmpdir(), "wiredesk-fixture-"));
const build = driveBuild({ checkout, folder, adminToken, port });
const publisher = await startPublisher(publisherPort, visitAt);
try {
  await makeStore();
  await keepStore();
} finally {
  await publisher.close();
  rmSync(folder, { recursive: true, force: true });
}

async function makeStore() {
  saveConfig(["almanac", "added"]);
  await firstDay();
  await nextDays();
  saveConfig(["almanac", "added", "passing"]);
  await rulings();
  await lastVisit();
}

/** The first polls, our hub's subscribers, the feeds' hubs; feeds that people add, remove and pause; an archive. */
async function firstDay() {
  await build.serve(visitAt[0], async () => {
    await subscribe("all.atom", "good", "a secret of the subscriber");
    await subscribe("all.json?collapse=story", "bad", "");
    await until("subscribed", () => build.query("SELECT id FROM subscriptions").length === 2);
    await until("on", () => hubStates().filter((state) => state === "on").length === 3);
  });
  const later = visitAt[0] + hour;
  const address = (name) => `${publisher.base}/feeds/${name}`;
  await build.run(later, "feeds", "add", address("added"), "--source", sources.added.name);
  await build.run(later, "feeds", "add", address("courier-local"), "--no-check", "--source", "Inland Courier");
  await build.run(later, "feeds", "remove", address("courier-local"));
  await build.run(later, "feeds", "add", address("nordbote-sport"), "--no-check", "--source", "Nordbote");
  await build.run(later, "feeds", "pause", address("nordbote-sport"));
  await ingest(later, "almanac-1.xml", archived);
  await build.run(later, "stories", "pin", storyOf("bw-1"));
  await build.run(later, "stories", "pin", storyOf("ps-1"));
  await build.run(later, "stories", "pin", storyOf("ps-1"), "--off");

  publisher.visit = 1;
  await build.serve(visitAt[1], async () => {
    await deliverSigned(publisher.callbacks.get("hub"), writeFeed("tidewater", [delivered], publisher).text);
    const { callback, topic } = publisher.callbacks.get("cloud");
    await fetch(callback, { method: "POST", body: new URLSearchParams({ url: topic }) });
    await readDocuments();
  });
}

/** Revisions, a merge of copies, a withdrawal; a subscriber that fails for two days; an editor at the desk page. */
async function nextDays() {
  for (const visit of [2, 3, 4]) {
    publisher.visit = visit;
    await build.serve(visitAt[visit]);
  }
  publisher.visit = 5;
  await build.serve(visitAt[5], async () => {
    await pinAtDesk(storyOf("hg-3"), "Ines Valdor");
    await readDocuments();
  });
}

/** Editors split, merge and pin stories on the command line. */
async function rulings() {
  const at = visitAt[5] + hour;
  await ingest(at, "almanac-2.xml", archivedLater);
  await build.run(at, "stories", "split", storyOf("tp-7"), entryOf("hg-6"), entryOf("ic-5"), "--copy");
  await build.run(at, "stories", "merge", storyOf("tp-3"), storyOf("nb-2"));
  await build.run(at, "stories", "split", storyOf("hg-4"), entryOf("hg-4"), "--copy");
  await build.run(at, "stories", "merge", storyOf("ms-2"), storyOf("tp-3"));
  await build.run(at, "stories", "merge", storyOf("ms-2"), storyOf("kt-2"));
  await build.run(at, "stories", "split", storyOf("ms-2"), entryOf("ms-2"), entryOf("kt-2"));
}

/**
 * Old entries are purged. Then the service is stopped in the middle of its work and the store is copied. So the copy
 * has a feed under lease, entries that the desk has not decided on, and a ruling that the desk has not carried out.
 */
async function lastVisit() {
  publisher.visit = 6;
  await build.serve(visitAt[6], readDocuments);
  publisher.hangs = "added";
  const at = visitAt[6] + 6 * hour;
  const service = build.start(at, ["serve"]);
  try {
    const isWaiting = () => dueFeeds(at).length === 1 && build.query("SELECT * FROM pending").length === 0;
    await until("waiting for the one feed that hangs", afterLooks(20, isWaiting));
    service.child.kill("SIGSTOP");
    await ingest(at + minute / 2, "almanac-3.xml", undecided);
    await build.run(at + minute / 2, "stories", "pin", storyOf("tp-5"));
    await build.run(at + minute / 2, "backup", join(folder, "kept.db"));
  } finally {
    service.child.kill("SIGKILL");
    await service.ended;
  }
}

/** Writes the store, its configuration and its export. The name of this machine is replaced. */
async function keepStore() {
  const file = join(folder, "kept.db");
  const db = new build.Database(file);
  db.prepare("UPDATE desk SET owner = ?").run("maker.example:4242:desk");
  db.prepare("UPDATE polls SET lease_owner = ? WHERE lease_owner IS NOT NULL").run("maker.example:4242:poll");
  db.pragma("journal_mode = DELETE");
  db.exec("VACUUM");
  db.close();
  const bytes = readFileSync(file);
  writeFileSync(kept(".db.gz"), gzipSync(bytes, { level: 9 }));
  writeFileSync(kept(".yaml"), readFileSync(build.configFile));
  for (const end of ["-wal", "-shm"]) rmSync(`${build.storeFile}${end}`, { force: true });
  writeFileSync(build.storeFile, bytes);
  writeFileSync(kept(".export.jsonl"), await build.run(visitAt[6] + 7 * hour, "export"));
}

function saveConfig(left) {
  const configured = Object.entries(sources).filter(([id]) => !left.includes(id));
  const keys = [{ name: "reader", sha256: createHash("sha256").update(sectionKey).digest("hex") }];
  const hosts = { "127.0.0.1": { gap: "0s", parallel: 8 } };
  const config = {
    server: { baseUrl },
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, websub: true, maxInterval: "2h", hosts },
    hub: { allowPrivateAddresses: true },
    retention: { entries: "132h", captures: 2 },
    sources: configured.map(([id, { name, kind, rank, private: isPrivate = false }]) => {
      return { name, kind, rank, private: isPrivate, feeds: [{ url: `${publisher.base}/feeds/${id}` }] };
    }),
    sections: [
      { id: "agencies", title: "Agencies", match: { kinds: ["agency"] } },
      { id: "roads", title: "Roads and bridges", match: { query: "bridge OR Brücke OR puente" } },
      { id: "licensed", title: "Licensed copy", match: { sources: [sources.licensed.name] }, access: { keys } },
    ],
  };
  writeFileSync(build.configFile, stringify(config));
}

async function ingest(at, name, items) {
  const archive = join(folder, "archive");
  mkdirSync(archive, { recursive: true });
  const file = join(archive, `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z-${name}`);
  writeFileSync(file, writeFeed("almanac", newest(items), publisher).text);
  await build.run(at, "ingest", file);
}

async function subscribe(topic, subscriber, secret) {
  const form = {
    "hub.mode": "subscribe",
    "hub.topic": `${baseUrl}/feeds/${topic}`,
    "hub.callback": `${publisher.base}/subscriber/${subscriber}`,
    "hub.lease_seconds": "2592000",
    "hub.secret": secret,
  };
  const { status } = await fetch(`${baseUrl}/hub`, { method: "POST", body: new URLSearchParams(form) });
  if (status !== 202) throw new Error(`the hub answered ${status}`);
}

/** Reads documents and waits until their stamps are kept: the service writes them a second later. */
async function readDocuments() {
  const savedAt = () => build.query("SELECT max(saved_at) AS at FROM feed_stamps")[0].at;
  const before = savedAt();
  for (const name of ["all.rss", "all.atom", "roads.json", `licensed.rss?key=${sectionKey}`])
    await (await fetch(`${baseUrl}/feeds/${name}`)).arrayBuffer();
  await until("stamped", () => savedAt() !== before);
}

/** Pins a story as an editor does: sign in, open its page, press "Pin". */
async function pinAtDesk(story, name) {
  const post = (path, form, cookie = "") =>
    fetch(`${baseUrl}${path}`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie },
      body: new URLSearchParams(form),
    });
  const signedIn = await post("/login", { name, token: adminToken, next: "/" });
  const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0];
  const page = await (await fetch(`${baseUrl}/stories/${story}`, { headers: { cookie } })).text();
  const [, csrf] = /name="csrf" value="([^"]+)"/.exec(page) ?? [];
  const { status } = await post(`/stories/${story}/words`, { say: "pin", csrf }, cookie);
  if (status !== 303) throw new Error(`the desk answered ${status}`);
}

function entryOf(guid) {
  const [row] = build.query("SELECT id FROM entries WHERE guid LIKE ?", `%${guid}`);
  if (row === undefined) throw new Error(`there is no entry ${guid}`);
  return String(row.id);
}

function storyOf(guid) {
  return String(build.query("SELECT story_id FROM memberships WHERE entry_id = ?", entryOf(guid))[0].story_id);
}

function hubStates() {
  return build.query("SELECT state FROM upstream_hubs").map(({ state }) => JSON.parse(state).state);
}

function dueFeeds(at) {
  return build.query(
    "SELECT f.id FROM polls p JOIN feeds f ON f.id = p.feed_id WHERE f.state = 'active' AND p.next_poll_at <= ?",
    at,
  );
}

function afterLooks(looks, holds) {
  let seen = 0;
  return () => {
    seen = holds() ? seen + 1 : 0;
    return seen >= looks;
  };
}
