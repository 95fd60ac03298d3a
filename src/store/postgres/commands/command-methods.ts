import { type CommandAnswer, type CommandOwner, type CommandStore, ownerOf } from "../../../domain/command-store.ts";
import { WireError } from "../../../domain/errors.ts";
import type { Instant } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";
import type { Transaction } from "../transaction.ts";
import { answerCommand } from "./answer-command.ts";
import { carryOutFeedCommands } from "./feed-commands.ts";
import { requireDesk } from "./require-desk.ts";
import { readWaiting } from "./waiting-commands.ts";

/** The store's methods for commands. SQLite's migration 8 describes their table. */
export function commandMethods({ read, write }: Connection): CommandStore {
  return {
    askCommand: (asked) => write((tx) => askCommand(tx, asked)),
    readCommandAnswer: (id) => read((tx) => readCommandAnswer(tx, id)),
    readNewestWaiting: (now) => read((tx) => readNewestWaiting(tx, now)),
    readWaitingRulings: (now, limit) =>
      read(async (tx) =>
        (await readWaiting(tx, "desk", now, limit)).flatMap(({ id, command, askedAt }) =>
          command.kind === "recordRulings" ? [{ id, command, askedAt }] : [],
        ),
      ),
    refuseCommand: (id, answer, now, fence = null) =>
      write(async (tx) => {
        await requireDesk(tx, fence);
        await answerCommand(tx, id, answer, now);
      }),
    carryOutFeedCommands: (now, limit) => write((tx) => carryOutFeedCommands(tx, now, limit)),
    expireCommands: (now) => write((tx) => expireCommands(tx, now)),
  };
}

/** People send commands one at a time. This limit keeps a faulty loop from filling the store. */
const waitingMax = 10_000;

async function askCommand(tx: Transaction, asked: Parameters<CommandStore["askCommand"]>[0]): Promise<number> {
  const { command, key, seen, now, expiresAt } = asked;
  await expireCommands(tx, now);
  const same = await tx.get<{ id: number }>(sameSql, { key, seen: seen ?? Number.MAX_SAFE_INTEGER });
  if (same !== undefined) return same.id;
  const waiting = await tx.get<{ count: number }>("SELECT count(*) AS count FROM commands WHERE answered_at IS NULL");
  if ((waiting?.count ?? 0) >= waitingMax) throw new WireError("rate-limited", "too many commands are waiting");
  const added = await tx.get<{ id: number }>(
    `INSERT INTO commands (owner, kind, key, payload, asked_at, expires_at)
     VALUES (:owner, :kind, :key, :payload, :now, :expiresAt) RETURNING id`,
    { owner: ownerOf(command), kind: command.kind, key, payload: JSON.stringify(command), now, expiresAt },
  );
  if (added === undefined) throw new Error("the inserted command has no id");
  return added.id;
}

const sameSql = `SELECT id FROM commands WHERE md5(key)::uuid = md5(:key)::uuid AND key = :key
  AND (answered_at IS NULL OR id > :seen) ORDER BY id DESC LIMIT 1`;

async function readCommandAnswer(tx: Transaction, id: number): Promise<CommandAnswer | null> {
  const row = await tx.get<{ answer: string | null }>("SELECT answer FROM commands WHERE id = $1", [id]);
  if (row === undefined) throw new WireError("not-found", "that command is no longer kept");
  return row.answer === null ? null : (JSON.parse(row.answer) as CommandAnswer);
}

async function readNewestWaiting(tx: Transaction, now: Instant): Promise<Readonly<Record<CommandOwner, number>>> {
  const newest = (owner: CommandOwner) =>
    `coalesce((SELECT max(id) FROM commands WHERE owner = '${owner}' AND answered_at IS NULL AND expires_at > $1), 0)`;
  const row = await tx.get<Readonly<Record<CommandOwner, number>>>(
    `SELECT ${newest("desk")} AS desk, ${newest("feeds")} AS feeds`,
    [now],
  );
  return row ?? { desk: 0, feeds: 0 };
}

/** The id of the newest answered command of an owner. Every later read of the store sees the effect of that command. */
export async function readCommandMark(tx: Transaction, owner: CommandOwner): Promise<number> {
  const row = await tx.get<{ id: number }>(
    "SELECT id FROM commands WHERE owner = $1 AND answered_at IS NOT NULL ORDER BY id DESC LIMIT 1",
    [owner],
  );
  return row?.id ?? 0;
}

async function expireCommands(tx: Transaction, now: Instant): Promise<number> {
  return tx.run("DELETE FROM commands WHERE expires_at <= $1", [now]);
}
