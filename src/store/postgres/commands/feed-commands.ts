import type { CommandAnswer, CommandStore } from "../../../domain/command-store.ts";
import type { CommandResults, QueuedCommand } from "../../../domain/commands.ts";
import { messageOf, WireError } from "../../../domain/errors.ts";
import type { FeedSpec } from "../../../domain/feed.ts";
import { type Instant, minuteMs } from "../../../domain/time.ts";
import { removeAlertRule, saveAlertRule } from "../alerts/stored-rules.ts";
import { addFeed, editFeed, holdFeed, pollSoon, setFeedState, undoMove } from "../feeds/change-feed.ts";
import { isOutdated, isPassing, isUnusable } from "../postgres-error.ts";
import type { Transaction } from "../transaction.ts";
import { answerCommand } from "./answer-command.ts";
import { readWaiting } from "./waiting-commands.ts";

type Carried = Awaited<ReturnType<CommandStore["carryOutFeedCommands"]>>;

/** `CommandStore.carryOutFeedCommands`, inside a transaction. A command that fails leaves only its answer behind. */
export async function carryOutFeedCommands(tx: Transaction, now: Instant, limit: number): Promise<Carried> {
  const carried: Carried[number][] = [];
  for (const { id, command } of await readWaiting(tx, "feeds", now, limit)) {
    const answer = await answerOf(tx, command, now);
    await answerCommand(tx, id, answer, now);
    carried.push({ kind: command.kind, answer });
  }
  return carried;
}

async function answerOf(tx: Transaction, command: QueuedCommand, now: Instant): Promise<CommandAnswer> {
  try {
    return { kind: "done", result: await tx.part(() => carryOut(tx, command, now)) };
  } catch (thrown) {
    if (isUnusable(thrown) || isPassing(thrown) || isOutdated(thrown)) throw thrown;
    // A command that fails because of a bug gets an answer too. Otherwise it would stay in the queue and block the
    // others.
    return { kind: "refused", code: thrown instanceof WireError ? thrown.code : null, message: messageOf(thrown) };
  }
}

async function carryOut(
  tx: Transaction,
  command: QueuedCommand,
  now: Instant,
): Promise<CommandResults[QueuedCommand["kind"]]> {
  switch (command.kind) {
    case "recordRulings":
      throw new Error("only the desk carries out rulings");
    case "addFeed":
      return { feedId: await addAsked(tx, command, now) };
    case "importFeeds":
      return await importFeeds(tx, command.specs, now);
    case "setFeedState":
      await setFeedState(tx, command.feedId, command.state);
      return null;
    case "editFeed":
      await editFeed(tx, command, now);
      return null;
    case "pollSoon":
      await pollSoon(tx, command.feedId, now);
      return null;
    case "undoMove":
      await undoMove(tx, command.feedId, now);
      return null;
    case "saveAlertRule": {
      const { name, definition, by } = command;
      await saveAlertRule(tx, { name, definition, madeBy: by, madeAt: now });
      return null;
    }
    case "removeAlertRule":
      await removeAlertRule(tx, command.name);
      return null;
  }
}

const checkedMsMax = 2 * minuteMs;

async function addAsked(
  tx: Transaction,
  { spec, isChecked }: Extract<QueuedCommand, { kind: "addFeed" }>,
  now: Instant,
): Promise<number> {
  const { id } = await addFeed(tx, spec, "added", now);
  if (isChecked === true) await holdFeed(tx, id, now + checkedMsMax);
  return id;
}

async function importFeeds(
  tx: Transaction,
  specs: readonly FeedSpec[],
  now: Instant,
): Promise<CommandResults["importFeeds"]> {
  const refused: { at: number; message: string }[] = [];
  for (const [at, spec] of specs.entries()) {
    try {
      await tx.part(() => addFeed(tx, spec, "added", now));
    } catch (thrown) {
      if (!(thrown instanceof WireError && thrown.code === "conflict")) throw thrown;
      refused.push({ at, message: thrown.message });
    }
  }
  return { added: specs.length - refused.length, refused };
}
