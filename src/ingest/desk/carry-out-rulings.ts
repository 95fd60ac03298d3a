import type { AlertSetup } from "../../domain/alerts/alert-setup.ts";
import type { RulingsCommand } from "../../domain/command-store.ts";
import type { DecidedItem } from "../../domain/desk-store.ts";
import { messageOf, WireError, type WireErrorCode } from "../../domain/errors.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import type { Store } from "../../domain/store.ts";
import { type EditorRuling, entriesNamed } from "../../domain/verdict.ts";
import type { Loaded } from "./desk-window.ts";

export interface RulingsDeps {
  readonly store: Pick<Store, "readWaitingRulings" | "refuseCommand" | "saveRegroup" | "readDecided" | "readStory">;
  readonly clock: Clock;
  readonly log: Log;
  /** Called as soon as an editor's decision has taken effect. */
  readonly onRuled?: () => void;
}

/** The state with which one pass carries out rulings under one lease. */
export interface RulingsPass {
  readonly loaded: Loaded;
  /** The lease's fence. */
  readonly fence: number | null;
  /** The alert rules, for alerts about the stories that editors withdraw. */
  readonly alerts: AlertSetup | null;
}

const decisionsMax = 100;
const mentionedEntriesMax = 5000;

/**
 * Carries out the waiting decisions of editors, each in one transaction with its answer. `failed`: a decision was
 * refused because it could not be carried out. The engine has remembered it anyway, so the engine must be opened again.
 */
export async function carryOutRulings(
  deps: RulingsDeps,
  pass: RulingsPass,
): Promise<{ readonly decisions: number; readonly failed: boolean }> {
  const waiting = await deps.store.readWaitingRulings(deps.clock.now(), decisionsMax);
  for (const [decisions, command] of waiting.entries()) {
    try {
      await carryOut(deps, pass, command);
    } catch (error) {
      await refuse(deps, pass.fence, command.id, error);
      return { decisions, failed: true };
    }
  }
  return { decisions: waiting.length, failed: false };
}

async function carryOut(
  deps: RulingsDeps,
  { loaded, fence, alerts }: RulingsPass,
  { id, command, askedAt }: RulingsCommand,
): Promise<void> {
  const { rulings, by } = command;
  const regroup = loaded.engine.applyRulings(rulings, await readMentioned(deps, rulings));
  const state = loaded.engine.state();
  const ruled = { rulings, by, askedAt, command: { id, answeredAt: deps.clock.now() } };
  await deps.store.saveRegroup(regroup, state, ruled, fence, alerts);
  loaded.ids = state;
  deps.onRuled?.();
}

/** Answers every waiting decision with the error that prevents the desk from opening. */
export async function refuseWaiting(deps: RulingsDeps, fence: number | null, error: unknown): Promise<void> {
  for (const { id } of await deps.store.readWaitingRulings(deps.clock.now(), decisionsMax))
    await refuse(deps, fence, id, error);
}

/**
 * Refuses a decision. If the store itself fails for the moment, nothing is refused: the decision stays recorded and is
 * tried again.
 */
async function refuse(deps: RulingsDeps, fence: number | null, id: number, error: unknown): Promise<void> {
  const code = error instanceof WireError ? error.code : null;
  if (code !== null && passing.includes(code)) throw error;
  const message = code === null ? `the desk failed: ${messageOf(error)}` : messageOf(error);
  if (code === null) deps.log.error({ err: error, command: id }, "an editor's decision could not be carried out");
  await deps.store.refuseCommand(id, { kind: "refused", code, message }, deps.clock.now(), fence);
}

const passing: readonly WireErrorCode[] = ["store-locked", "store-away", "io-failed"];

/** Reads the entries that rulings name, and all entries of their stories, because they may have left the window. */
async function readMentioned(deps: RulingsDeps, rulings: readonly EditorRuling[]): Promise<readonly DecidedItem[]> {
  const named = new Set(rulings.flatMap(entriesNamed));
  if (named.size === 0) return [];
  const decided = await deps.store.readDecided([...named]);
  const storyIds = new Set(decided.map(({ membership }) => membership.storyId));
  const stories = await Promise.all([...storyIds].map((id) => deps.store.readStory(id)));
  const others = stories.flatMap((story) => story?.entries.map(({ id }) => id) ?? []).filter((id) => !named.has(id));
  return [...decided, ...(await deps.store.readDecided(others.slice(0, mentionedEntriesMax)))];
}
