import type { Command, CommandResults, FoundFeed } from "../domain/commands.ts";
import { WireError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import type { Hub } from "../hub/hub.ts";
import type { Found } from "./find-feed.ts";
import { recordCommand } from "./record-command.ts";
import type { HubSubscriber } from "./upstream-hub/hub-subscriber.ts";
import { waitForAnswer } from "./wait-for-answer.ts";

export interface CommandDeps {
  readonly store: Pick<Store, "askCommand" | "readCommandAnswer" | "saveValidators" | "endSession">;
  readonly clock: Clock;
  /** Lets the owners of queued commands look for them now. */
  readonly hearCommands: () => Promise<void>;
  /** Looks for due feeds now, without waiting for the next beat. */
  readonly poll: () => void;
  /** Our subscriptions at the hubs of feeds; null when we have none. */
  readonly hubs: Pick<HubSubscriber, "confirm" | "take"> | null;
  /** Looks for a feed at an address; absent when this process fetches nothing. */
  readonly findFeed?: (url: string) => Promise<Found>;
  /** Our hub, which subscribers send requests to; null when it is switched off. */
  readonly hub: Pick<Hub, "ask"> | null;
}

/**
 * Carries out a command that came over HTTP. Throws the command's WireError. `onRecorded` is called when a queued
 * command is in the store; from then on it will be carried out, even if the sender stops waiting.
 */
export async function runCommand(
  deps: CommandDeps,
  command: Command,
  asked: { readonly seen?: number; readonly onRecorded?: () => void } = {},
): Promise<CommandResults[Command["kind"]]> {
  switch (command.kind) {
    case "recordRulings":
    case "addFeed":
    case "importFeeds":
    case "setFeedState":
    case "editFeed":
    case "pollSoon":
    case "undoMove":
    case "saveAlertRule":
    case "removeAlertRule": {
      const id = await recordCommand(deps, command, asked.seen ?? null);
      asked.onRecorded?.();
      await deps.hearCommands();
      return waitForAnswer(deps, { id, kind: command.kind });
    }
    case "confirmHub":
      return deps.hubs === null ? false : deps.hubs.confirm(command.question);
    case "takeDelivery":
      if (deps.hubs === null) throw new WireError("gone", "there is no such subscription");
      if (await deps.hubs.take(command.delivery)) deps.poll();
      return null;
    case "saveValidators":
      await deps.store.saveValidators(command.stamps, deps.clock.now());
      return null;
    case "findFeed":
      if (deps.findFeed === undefined) throw new WireError("forbidden", "this process fetches no addresses");
      return foundFeed(await deps.findFeed(command.url));
    case "endSession":
      await deps.store.endSession(command.id, command.until, deps.clock.now());
      return null;
    case "askHub":
      if (deps.hub === null) throw new WireError("not-found", "the hub is switched off");
      deps.hub.ask(command.request, command.client);
      return null;
  }
}

const headlinesMax = 8;

function foundFeed({ url, finalUrl, parsed }: Found): FoundFeed {
  const { title, siteUrl, selfUrl, items } = parsed;
  const headlines = items.slice(0, headlinesMax).map((item) => item.title ?? "");
  return { url, finalUrl, title, siteUrl, selfUrl, headlines, itemCount: items.length };
}
