import type { Command, CommandResults, QueuedCommand } from "./commands.ts";
import type { WireErrorCode } from "./errors.ts";
import type { Instant } from "./time.ts";

/** The owner that carries a command out: the desk (rulings), or the polling process (everything about feeds). */
export type CommandOwner = "desk" | "feeds";

const owners: Readonly<Record<QueuedCommand["kind"], CommandOwner>> = {
  recordRulings: "desk",
  addFeed: "feeds",
  importFeeds: "feeds",
  setFeedState: "feeds",
  pollSoon: "feeds",
  undoMove: "feeds",
};

export function ownerOf({ kind }: QueuedCommand): CommandOwner {
  return owners[kind];
}

export function isQueued(command: Command): command is QueuedCommand {
  return Object.hasOwn(owners, command.kind);
}

/** How a command ended. */
export type CommandAnswer =
  | { readonly kind: "done"; readonly result: CommandResults[QueuedCommand["kind"]] }
  | { readonly kind: "refused"; readonly code: WireErrorCode | null; readonly message: string };

/** A command that waits for its owner. */
export interface WaitingCommand<Asked extends QueuedCommand = QueuedCommand> {
  readonly id: number;
  readonly command: Asked;
  readonly askedAt: Instant;
}

export type RulingsCommand = WaitingCommand<Extract<QueuedCommand, { kind: "recordRulings" }>>;

/** Commands as rows: recorded by anybody, carried out by their owner, each in one transaction with its answer. */
export interface CommandStore {
  /**
   * Records a command and answers its id. The same command (an equal `key`) that still waits, or that was answered
   * after the asker looked (`seen`, a mark of `readCommandMark`), is not recorded again: its id is answered. Error:
   * rate-limited where too many wait already.
   */
  askCommand(asked: {
    readonly command: QueuedCommand;
    /** Made of the command's content. */
    readonly key: string;
    /** null: the asker looked at no state, so only a waiting command can be the same. */
    readonly seen: number | null;
    readonly now: Instant;
    /** A command that waits longer than this is dropped. */
    readonly expiresAt: Instant;
  }): Promise<number>;
  /** null while the command waits. Error: not-found where it is no longer kept. */
  readCommandAnswer(id: number): Promise<CommandAnswer | null>;
  /**
   * The id of the newest waiting command of an owner; 0 when none waits. Cheap, because owners ask ten times a second.
   */
  readNewestWaiting(now: Instant): Promise<Readonly<Record<CommandOwner, number>>>;
  /** Rulings that wait for the desk, in the order in which they were recorded. */
  readWaitingRulings(now: Instant, limit: number): Promise<readonly RulingsCommand[]>;
  /** Answers a command that cannot be carried out. */
  refuseCommand(id: number, answer: Extract<CommandAnswer, { kind: "refused" }>, now: Instant): Promise<void>;
  /** Carries out what waits for the owner of feeds, at most `limit` commands, each answered in the same transaction. */
  carryOutFeedCommands(
    now: Instant,
    limit: number,
  ): Promise<readonly { readonly kind: QueuedCommand["kind"]; readonly answer: CommandAnswer }[]>;
  /** Deletes commands whose time is over: answered a day ago, or waiting for too long. Answers how many. */
  expireCommands(now: Instant): Promise<number>;
}
