import { type CommandAnswer, type CommandOwner, type CommandStore, ownerOf } from "../../../domain/command-store.ts";
import { WireError } from "../../../domain/errors.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import { answerCommand } from "./answer-command.ts";
import { carryOutFeedCommands } from "./feed-commands.ts";
import { requireDesk } from "./require-desk.ts";
import { readWaiting } from "./waiting-commands.ts";

/** The store's methods for commands. Migration 8 describes their table. */
export function commandMethods(connection: Connection): CommandStore {
  const { read, write } = connection;
  return {
    askCommand: (asked) => write(() => askCommand(connection, asked)),
    readCommandAnswer: (id) => read(() => readCommandAnswer(connection, id)),
    readNewestWaiting: (now) => read(() => readNewestWaiting(connection, now)),
    readWaitingRulings: (now, limit) =>
      read(() =>
        readWaiting(connection, "desk", now, limit).flatMap(({ id, command, askedAt }) =>
          command.kind === "recordRulings" ? [{ id, command, askedAt }] : [],
        ),
      ),
    refuseCommand: (id, answer, now, fence = null) =>
      write(() => {
        requireDesk(connection, fence);
        answerCommand(connection, id, answer, now);
      }),
    carryOutFeedCommands: (now, limit) => write(() => carryOutFeedCommands(connection, now, limit)),
    expireCommands: (now) => write(() => expireCommands(connection, now)),
  };
}

/** People send commands one at a time. This limit keeps a faulty loop from filling the store. */
const waitingMax = 10_000;

function askCommand(connection: Connection, asked: Parameters<CommandStore["askCommand"]>[0]): number {
  const { command, key, seen, now, expiresAt } = asked;
  expireCommands(connection, now);
  const same = connection
    .sql<{ id: number }>(
      "SELECT id FROM commands WHERE key = :key AND (answered_at IS NULL OR id > :seen) ORDER BY id DESC LIMIT 1",
    )
    .get({ key, seen: seen ?? Number.MAX_SAFE_INTEGER });
  if (same !== undefined) return same.id;
  const waiting = connection.sql<{ count: number }>(waitingCountSql).get()?.count ?? 0;
  if (waiting >= waitingMax) throw new WireError("rate-limited", "too many commands are waiting");
  const { lastInsertRowid } = connection
    .sql(
      `INSERT INTO commands (owner, kind, key, payload, asked_at, expires_at)
       VALUES (:owner, :kind, :key, :payload, :now, :expiresAt)`,
    )
    .run({ owner: ownerOf(command), kind: command.kind, key, payload: JSON.stringify(command), now, expiresAt });
  return Number(lastInsertRowid);
}

const waitingCountSql = "SELECT count(*) AS count FROM commands WHERE answered_at IS NULL";

function readCommandAnswer(connection: Connection, id: number): CommandAnswer | null {
  const row = connection.sql<{ answer: string | null }>("SELECT answer FROM commands WHERE id = ?").get(id);
  if (row === undefined) throw new WireError("not-found", "that command is no longer kept");
  return row.answer === null ? null : (JSON.parse(row.answer) as CommandAnswer);
}

function readNewestWaiting(connection: Connection, now: Instant): Readonly<Record<CommandOwner, number>> {
  const newest = (owner: CommandOwner): number =>
    connection
      .sql<{ id: number }>(
        "SELECT id FROM commands WHERE owner = ? AND answered_at IS NULL AND expires_at > ? ORDER BY id DESC LIMIT 1",
      )
      .get(owner, now)?.id ?? 0;
  return { desk: newest("desk"), feeds: newest("feeds") };
}

/** The id of the newest answered command of an owner. Every later read of the store sees the effect of that command. */
export function readCommandMark(connection: Connection, owner: CommandOwner): number {
  return (
    connection
      .sql<{ id: number }>(
        "SELECT id FROM commands WHERE owner = ? AND answered_at IS NOT NULL ORDER BY id DESC LIMIT 1",
      )
      .get(owner)?.id ?? 0
  );
}

function expireCommands(connection: Connection, now: Instant): number {
  return connection.sql("DELETE FROM commands WHERE expires_at <= ?").run(now).changes;
}
