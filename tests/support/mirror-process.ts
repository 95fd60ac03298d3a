import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The example docs/mirror.mjs, running in a process of its own. */
export interface MirrorProcess {
  /** Ends it at once, as a crash would, and starts it again. */
  kill(): Promise<void>;
  /** The entries that it has, by id; empty before its first answer. */
  entries(): Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

export function startMirror(address: string, file: string, token: string): MirrorProcess {
  const start = () =>
    spawn(process.execPath, [resolve("docs/mirror.mjs"), address, file], {
      env: { ...process.env, WIREDESK_TOKEN: token },
      stdio: ["ignore", "ignore", "inherit"],
    });
  const end = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the mirror ended with ${child.exitCode}`);
    const ended = once(child, "close");
    child.kill("SIGKILL");
    await ended;
  };
  let running = start();
  return {
    async kill() {
      await end(running);
      running = start();
    },
    entries: () => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).entries : {}),
    close: () => end(running),
  };
}

/** The parts of an entry that both the API and `wiredesk export` give, in one form. */
export function comparable(given: unknown): unknown {
  const entry = given as Record<string, unknown>;
  const source = entry.source as string | { readonly name: string };
  const reasons = entry.reasons as readonly { code: string; text: string; score: number; with: number }[];
  return {
    ...{ id: entry.id, guid: entry.guid, url: entry.url, title: entry.title, text: entry.text },
    ...{ published: entry.published, firstSeen: entry.firstSeen, revision: entry.revision },
    ...{ copy: entry.copy, story: entry.story },
    source: typeof source === "string" ? source : source.name,
    language: entry.lang === undefined ? entry.language : entry.lang,
    reasons: reasons.map(({ code, text, score, with: other }) => ({ code, text, score, with: other })),
  };
}
