import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import SqliteDatabase from "better-sqlite3";
import { expect, test } from "vitest";
import { eventually } from "../../support/cli.ts";
import { useServedWire } from "../../support/served-wire.ts";
import {
  editAndAdd,
  editWords,
  first,
  programOf,
  readerMsMax,
  second,
  serveTwo,
  third,
  withdrawnTitle,
  withdrawSecond,
} from "./reader-story.ts";

/** Liferea without anybody at it: a display of its own, a session bus of its own, told what to do over the bus. */
const wire = useServedWire();
const run = promisify(execFile);

interface Item {
  readonly title: string;
  readonly description: string;
}

async function startLiferea() {
  const { workspace } = wire;
  const busFile = workspace.path("bus");
  const script = workspace.path("start.sh");
  writeFileSync(script, `printf %s "$DBUS_SESSION_BUS_ADDRESS" > ${busFile}\nexec ${programOf("liferea")}\n`);
  const env = {
    ...process.env,
    HOME: workspace.folder,
    XDG_RUNTIME_DIR: workspace.folder,
    GSETTINGS_BACKEND: "memory",
  };
  const child = spawn("/usr/bin/xvfb-run", ["-a", "/usr/bin/dbus-run-session", "--", "sh", script], {
    env,
    stdio: "ignore",
    // A group of its own: Xvfb, the bus and what they started end with it.
    detached: true,
  });
  const tell = async (method: string, ...args: string[]) => {
    const to = ["--dest", "org.gnome.feed.Reader", "--object-path", "/org/gnome/feed/Reader"];
    const call = ["call", "--session", ...to, "--method", `org.gnome.feed.Reader.${method}`, ...args];
    return await run("/usr/bin/gdbus", call, { env: { ...env, DBUS_SESSION_BUS_ADDRESS: busAddress(busFile) } });
  };
  await eventually(
    () =>
      tell("Ping").then(
        () => true,
        () => false,
      ),
    (isUp) => isUp,
    60_000,
  );
  return { tell, items: () => readItems(workspace.path(".local/share/liferea/liferea.db")), stop: () => end(child) };
}

/** No bus is there before the program's own has begun. */
function busAddress(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "unix:path=/nonexistent";
}

function readItems(file: string): readonly Item[] {
  if (!existsSync(file)) return [];
  const db = new SqliteDatabase(file, { readonly: true });
  try {
    return db
      .prepare<[], Item>("SELECT title, coalesce(description, '') AS description FROM items ORDER BY title")
      .all();
  } finally {
    db.close();
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "close");
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await ended;
}

test(
  "Liferea takes the feed: two items, then the new one and the edited text in its place, then the withdrawal in place of the text",
  async () => {
    const path = "/feeds/all.atom";
    const url = await serveTwo(wire, path);
    const { tell, items, stop } = await startLiferea();
    const titles = () => items().map(({ title }) => title);
    const shows = (...expected: string[]) =>
      eventually(
        async () => {
          await tell("Refresh");
          return titles();
        },
        (shown) => JSON.stringify(shown) === JSON.stringify(expected.toSorted()),
        40_000,
      );
    try {
      await tell("Subscribe", url);
      await shows(first.title, second.title);
      await editAndAdd(wire, path);
      await shows(first.title, second.title, third.title);
      expect(
        items()
          .filter(({ description }) => description.includes(editWords))
          .map(({ title }) => title),
      ).toEqual([first.title]);
      await withdrawSecond(wire, path);
      await shows(first.title, third.title, withdrawnTitle);
      expect(items().filter(({ description }) => description.includes(second.text))).toEqual([]);
    } finally {
      await stop();
    }
  },
  readerMsMax,
);
