import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { expect } from "vitest";
import { eventually } from "../../support/cli.ts";
import { readerTools } from "../../support/tools.mjs";
import { editWords, first, type Reader, run, type Steps, second, third } from "./reader-story.ts";

/**
 * Liferea, a desktop program: on an X server of its own, and polled over its own D-Bus. It shows an item for good as it
 * read it first.
 */
export const liferea: readonly Reader[] = [
  {
    name: "Liferea",
    tool: "liferea",
    path: "/feeds/all.atom",
    shows: {
      subscribed: "both unread",
      edited: "the new item; the edit it does not take",
      withdrawn: "nothing new, and each item once",
    },
    subscribe: start,
  },
];

interface Item {
  readonly title: string;
  readonly description: string;
  readonly read: number;
}

async function start(url: string, folder: string): Promise<Steps> {
  const relay = await startRelay(new URL(url));
  const { env, items } = prepare(relay.url, folder);
  const command = 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec xvfb-run -a "$0"';
  const program = spawn("dbus-run-session", ["--", "sh", "-c", command, readerTools.liferea.file], {
    env,
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(program, "close");
  const [address] = (await once(program.stdout.setEncoding("utf8"), "data")) as [string];
  const target = ["--dest=org.gnome.feed.Reader", "/org/gnome/feed/Reader", "org.gnome.feed.Reader.Refresh"];
  /** Whether it was told to poll. Until the program is there, nobody has its name on the bus. */
  const refresh = () =>
    run("dbus-send", ["--session", "--print-reply", ...target], {
      env: { ...env, DBUS_SESSION_BUS_ADDRESS: address.trim() },
    }).then(
      () => true,
      () => false,
    );
  /** Polls until a 304 tells that it has stored the newest document. */
  const poll = async (): Promise<readonly Item[]> => {
    const before = relay.statuses.length;
    await eventually(refresh, () => relay.statuses.slice(before).includes(304), pollMsMax);
    return items();
  };
  return {
    ...stepsOf(poll),
    async end() {
      process.kill(-(program.pid ?? 0), "SIGTERM");
      await ended;
      await relay.close();
    },
  };
}

/** Its first start takes seconds. */
const pollMsMax = 60_000;

function stepsOf(poll: () => Promise<readonly Item[]>): Steps {
  return {
    async subscribed() {
      const items = await poll();
      expect(items.map(({ title }) => title)).toEqual([first.title, second.title].sort());
      expect(items.map(({ read }) => read)).toEqual([0, 0]);
    },
    async edited() {
      const items = await poll();
      expect(items.map(({ title }) => title)).toEqual([first.title, second.title, third.title].sort());
      expect(items.filter(({ description }) => description.includes(editWords))).toEqual([]);
    },
    async withdrawn() {
      const items = await poll();
      expect(items.map(({ title }) => title)).toEqual([first.title, second.title, third.title].sort());
    },
  };
}

/** Stands between Liferea and the service, because Liferea does not tell when it has polled. */
async function startRelay({ origin, pathname }: URL) {
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const headers = { ...request.headers, host: new URL(origin).host };
    const asked = get(`${origin}${request.url}`, { headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response).on("finish", () => {
        if (request.url === pathname) statuses.push(answer.statusCode ?? 500);
      });
    });
    asked.on("error", () => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    statuses,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Writes the list of feeds. `items` reads what Liferea has stored. */
function prepare(url: string, folder: string) {
  const [config, data] = [join(folder, "config"), join(folder, "data")];
  mkdirSync(join(config, "liferea"), { recursive: true });
  const feed = `<outline text="wire" title="wire" type="atom" xmlUrl="${url}" id="thewire" updateInterval="-1"/>`;
  writeFileSync(
    join(config, "liferea/feedlist.opml"),
    `<opml version="1.0"><head><title>Feeds</title></head><body>${feed}</body></opml>`,
  );
  const runtime = join(folder, "runtime");
  mkdirSync(runtime, { mode: 0o700 });
  const own = { HOME: folder, XDG_CONFIG_HOME: config, XDG_DATA_HOME: data, XDG_CACHE_HOME: join(folder, "cache") };
  return {
    env: { ...process.env, ...own, XDG_RUNTIME_DIR: runtime, GSETTINGS_BACKEND: "memory", NO_AT_BRIDGE: "1" },
    items(): readonly Item[] {
      const db = new SqliteDatabase(join(data, "liferea/liferea.db"), { readonly: true });
      const all = db.prepare<[], Item>("SELECT title, description, read FROM items ORDER BY title").all();
      db.close();
      return all;
    },
  };
}
