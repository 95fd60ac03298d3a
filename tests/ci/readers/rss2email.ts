import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { readerTools } from "../../support/tools.mjs";
import { editWords, first, type Reader, run, type Steps, second, third, withdrawnTitle } from "./reader-story.ts";

/** rss2email with a maildir for its mail. Without trust in ids it sends an item again when the item has changed. */
export const rss2email: readonly Reader[] = [
  {
    name: "rss2email that trusts ids",
    tool: "rss2email",
    path: "/feeds/all.atom",
    shows: {
      subscribed: "a mail for each, and none again however often it polls",
      edited: "a mail for the new item, and none for the edit",
      withdrawn: "no mail",
    },
    subscribe: (url, folder) => stepsOf(url, folder, true),
  },
  {
    name: "rss2email that compares items",
    tool: "rss2email",
    path: "/feeds/all.atom",
    shows: {
      subscribed: "a mail for each, and none again however often it polls",
      edited: "a mail for the new item and one for the edit",
      withdrawn: "a mail with the new title",
    },
    subscribe: (url, folder) => stepsOf(url, folder, false),
  },
];

async function stepsOf(url: string, folder: string, trustsIds: boolean): Promise<Steps> {
  const poll = await subscribe(url, folder, trustsIds);
  return {
    async subscribed() {
      expect(titles(await poll())).toEqual([first.title, second.title].sort());
      for (let again = 0; again < 2; again += 1) expect(await poll()).toEqual([]);
    },
    async edited() {
      const mails = await poll();
      expect(titles(mails)).toEqual((trustsIds ? [third.title] : [first.title, third.title]).sort());
      expect(mails.filter((mail) => mail.includes(editWords))).toHaveLength(trustsIds ? 0 : 1);
      expect(await poll()).toEqual([]);
    },
    async withdrawn() {
      expect(titles(await poll())).toEqual(trustsIds ? [] : [withdrawnTitle]);
      expect(await poll()).toEqual([]);
    },
  };
}

/** Answers a function that polls once and returns the mails that came. */
async function subscribe(url: string, folder: string, trustsIds: boolean): Promise<() => Promise<readonly string[]>> {
  const [config, data, mail] = [join(folder, "r2e.cfg"), join(folder, "r2e.json"), join(folder, "mail")];
  mkdirSync(mail);
  const lines = [
    ...["[DEFAULT]", "from = wire@mail.example", "to = reader@mail.example", "use-8bit = True"],
    ...["email-protocol = maildir", `maildir-path = ${mail}`, "maildir-mailbox = inbox", "active = True"],
    ...[`trust-guid = ${trustsIds ? "True" : "False"}`, ""],
  ];
  writeFileSync(config, lines.join("\n"));
  const r2e = (...args: string[]) => run(readerTools.rss2email.file, ["-c", config, "-d", data, ...args]);
  await r2e("add", "wire", url);
  let seen = new Set<string>();
  return async () => {
    const { stderr } = await r2e("run");
    // It logs what it could not do, and goes on without the feed.
    expect(stderr).not.toMatch(/\[(?:WARNING|ERROR)\]|Traceback/);
    const inbox = join(mail, "inbox/new");
    const fresh = readdirSync(inbox).filter((name) => !seen.has(name));
    seen = new Set([...seen, ...fresh]);
    return fresh.map((name) => readFileSync(join(inbox, name), "utf8").replaceAll("\n ", " "));
  };
}

const titles = (mails: readonly string[]) => mails.map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1]).sort();
