import type { CommandAnswer, CommandStore } from "../../../domain/command-store.ts";
import type { CommandResults, QueuedCommand } from "../../../domain/commands.ts";
import { messageOf, WireError } from "../../../domain/errors.ts";
import type { FeedSpec } from "../../../domain/feed.ts";
import { type Instant, minuteMs } from "../../../domain/time.ts";
import { removeAlertRule, saveAlertRule } from "../alerts/stored-rules.ts";
import type { Connection } from "../connection.ts";
import { addFeed, editFeed, holdFeed, pollSoon, setFeedState, undoMove } from "../feeds/change-feed.ts";
import { answerCommand } from "./answer-command.ts";
import { readWaiting } from "./waiting-commands.ts";

/** `CommandStore.carryOutFeedCommands`, inside a transaction. A command that fails leaves only its answer behind. */
export function carryOutFeedCommands(
  connection: Connection,
  now: Instant,
  limit: number,
): Awaited<ReturnType<CommandStore["carryOutFeedCommands"]>> {
  return readWaiting(connection, "feeds", now, limit).map(({ id, command }) => {
    const answer = answerOf(connection, command, now);
    answerCommand(connection, id, answer, now);
    return { kind: command.kind, answer };
  });
}

function answerOf(connection: Connection, command: QueuedCommand, now: Instant): CommandAnswer {
  try {
    return { kind: "done", result: connection.part(() => carryOut(connection, command, now)) };
  } catch (thrown) {
    // A command that fails because of a bug gets an answer too. Otherwise it would stay in the queue and block the
    // others.
    return { kind: "refused", code: thrown instanceof WireError ? thrown.code : null, message: messageOf(thrown) };
  }
}

function carryOut(connection: Connection, command: QueuedCommand, now: Instant): CommandResults[QueuedCommand["kind"]] {
  switch (command.kind) {
    case "recordRulings":
      throw new Error("only the desk carries out rulings");
    case "addFeed":
      return { feedId: addAsked(connection, command, now) };
    case "importFeeds":
      return importFeeds(connection, command.specs, now);
    case "setFeedState":
      setFeedState(connection, command.feedId, command.state);
      return null;
    case "editFeed":
      editFeed(connection, command, now);
      return null;
    case "pollSoon":
      pollSoon(connection, command.feedId, now);
      return null;
    case "undoMove":
      undoMove(connection, command.feedId, now);
      return null;
    case "saveAlertRule": {
      const { name, definition, by } = command;
      saveAlertRule(connection, { name, definition, madeBy: by, madeAt: now });
      return null;
    }
    case "removeAlertRule":
      removeAlertRule(connection, command.name);
      return null;
  }
}

const checkedMsMax = 2 * minuteMs;

function addAsked(
  connection: Connection,
  { spec, isChecked }: Extract<QueuedCommand, { kind: "addFeed" }>,
  now: Instant,
): number {
  const { id } = addFeed(connection, spec, "added", now);
  if (isChecked === true) holdFeed(connection, id, now + checkedMsMax);
  return id;
}

function importFeeds(connection: Connection, specs: readonly FeedSpec[], now: Instant): CommandResults["importFeeds"] {
  const refused: { at: number; message: string }[] = [];
  for (const [at, spec] of specs.entries()) {
    try {
      connection.part(() => addFeed(connection, spec, "added", now));
    } catch (thrown) {
      if (!(thrown instanceof WireError && thrown.code === "conflict")) throw thrown;
      refused.push({ at, message: thrown.message });
    }
  }
  return { added: specs.length - refused.length, refused };
}
