import type { Command, CommandResults, QueuedCommand } from "./commands.ts";
import type { WireErrorCode } from "./errors.ts";
import type { Instant } from "./time.ts";

/**
 * The part of the service that carries out a command: the desk (rulings), or the polling process (all other commands).
 */
export type CommandOwner = "desk" | "feeds";

const owners: Readonly<Record<QueuedCommand["kind"], CommandOwner>> = {
  recordRulings: "desk",
  addFeed: "feeds",
  importFeeds: "feeds",
  setFeedState: "feeds",
  editFeed: "feeds",
  pollSoon: "feeds",
  undoMove: "feeds",
  saveAlertRule: "feeds",
  removeAlertRule: "feeds",
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

/** A command that waits for its owner to carry it out. */
export interface WaitingCommand<Asked extends QueuedCommand = QueuedCommand> {
  readonly id: number;
  readonly command: Asked;
  readonly askedAt: Instant;
}

export type RulingsCommand = WaitingCommand<Extract<QueuedCommand, { kind: "recordRulings" }>>;

/** Commands as rows. Any process may record a command; its owner carries it out and answers it in one transaction. */
export interface CommandStore {
  /**
   * Records a command and returns its id. An equal command (same `key`) is not recorded again if it still waits, or if
   * it was answered after the sender had read the mark `seen` (`readCommandMark`). The id of that earlier command is
   * then returned. Error: rate-limited when too many commands wait already.
   */
  askCommand(asked: {
    readonly command: QueuedCommand;
    /** A key made from the command's content. */
    readonly key: string;
    /** null: the sender read no state, so only a command that still waits can be the same one. */
    readonly seen: number | null;
    readonly now: Instant;
    /** A command that still waits at this time is dropped. */
    readonly expiresAt: Instant;
  }): Promise<number>;
  /** The answer to a command; null while the command waits. Error: not-found when the command is no longer kept. */
  readCommandAnswer(id: number): Promise<CommandAnswer | null>;
  /**
   * The id of the newest waiting command of each owner; 0 when none waits. This read is cheap, because owners ask ten
   * times a second.
   */
  readNewestWaiting(now: Instant): Promise<Readonly<Record<CommandOwner, number>>>;
  /** The rulings that wait for the desk, in the order in which they were recorded. */
  readWaitingRulings(now: Instant, limit: number): Promise<readonly RulingsCommand[]>;
  /** Answers a command that cannot be carried out. `fence` and its error as with `DeskStore.saveVerdicts`. */
  refuseCommand(
    id: number,
    answer: Extract<CommandAnswer, { kind: "refused" }>,
    now: Instant,
    fence?: number | null,
  ): Promise<void>;
  /**
   * Carries out at most `limit` waiting commands about feeds and rules of alerts. Each command is answered in the
   * transaction that carries it out.
   */
  carryOutFeedCommands(
    now: Instant,
    limit: number,
  ): Promise<readonly { readonly kind: QueuedCommand["kind"]; readonly answer: CommandAnswer }[]>;
  /** Deletes commands that were answered a day ago or have waited too long. Returns how many were deleted. */
  expireCommands(now: Instant): Promise<number>;
}
