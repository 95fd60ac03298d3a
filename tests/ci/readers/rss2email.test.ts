import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
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

const wire = useServedWire();
const run = promisify(execFile);

/** rss2email with a maildir for its mail. `trustsIds` false: it sends an item again when the item has changed. */
async function subscribe(url: string, trustsIds: boolean) {
  const { workspace } = wire;
  const [config, data, mail] = ["r2e.cfg", "r2e.json", "mail"].map(workspace.path) as [string, string, string];
  mkdirSync(mail);
  const lines = [
    ...["[DEFAULT]", "from = wire@mail.example", "to = reader@mail.example", "use-8bit = True"],
    ...["email-protocol = maildir", `maildir-path = ${mail}`, "maildir-mailbox = inbox", "active = True"],
    ...[`trust-guid = ${trustsIds ? "True" : "False"}`, ""],
  ];
  writeFileSync(config, lines.join("\n"));
  const r2e = (...args: string[]) => run(programOf("rss2email"), ["-c", config, "-d", data, ...args]);
  await r2e("add", "wire", url);
  let seen = new Set<string>();
  return async () => {
    const { stderr } = await r2e("run");
    // It logs what it could not do, and goes on without the feed.
    expect(stderr).not.toMatch(/\[(?:WARNING|ERROR)\]|Traceback/);
    const inbox = `${mail}/inbox/new`;
    const fresh = readdirSync(inbox).filter((name) => !seen.has(name));
    seen = new Set([...seen, ...fresh]);
    return fresh.map((name) => readFileSync(`${inbox}/${name}`, "utf8").replaceAll("\n ", " "));
  };
}

const titles = (mails: readonly string[]) => mails.map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1]).sort();

test.each([
  { trustsIds: true, edits: "nothing of edits, which it does not tell" },
  { trustsIds: false, edits: "and again what was edited and what was withdrawn" },
])(
  "rss2email (trust-guid $trustsIds) mails each item once through many polls, $edits",
  async ({ trustsIds }) => {
    const path = "/feeds/all.atom";
    const poll = await subscribe(await serveTwo(wire, path), trustsIds);
    expect(titles(await poll())).toEqual([first.title, second.title].sort());
    for (let again = 0; again < 4; again += 1) expect(await poll()).toEqual([]);
    await editAndAdd(wire, path);
    const mails = await poll();
    expect(titles(mails)).toEqual((trustsIds ? [third.title] : [first.title, third.title]).sort());
    expect(mails.filter((mail) => mail.includes(editWords))).toHaveLength(trustsIds ? 0 : 1);
    expect(await poll()).toEqual([]);
    await withdrawSecond(wire, path);
    expect(titles(await poll())).toEqual(trustsIds ? [] : [withdrawnTitle]);
    for (let again = 0; again < 4; again += 1) expect(await poll()).toEqual([]);
  },
  readerMsMax,
);
