import type { Command, CommandResults } from "../domain/commands.ts";
import { WireError } from "../domain/errors.ts";
import type { Clock } from "../domain/ports.ts";
import type { Store } from "../domain/store.ts";
import type { Hub } from "../hub/hub.ts";
import type { HubSubscriber } from "./upstream-hub/hub-subscriber.ts";

export interface CommandDeps {
  readonly store: Pick<Store, "saveEditorRuling" | "addFeed" | "setFeedState" | "pollSoon" | "saveValidators">;
  readonly clock: Clock;
  /** Lets the desk hear what was said, and waits until it has. */
  readonly decide: () => Promise<void>;
  /** Looks for due feeds now instead of at the next beat. */
  readonly poll: () => void;
  readonly onChange: () => void;
  /** Our subscriptions at the hubs of feeds; null where we make none. */
  readonly hubs: Pick<HubSubscriber, "confirm" | "take"> | null;
  /** Where subscribers write to; null where the hub is switched off. */
  readonly hub: Pick<Hub, "ask"> | null;
}

/** Carries out what a person changed over HTTP. Throws the WireError that it meets. */
export async function runCommand(deps: CommandDeps, command: Command): Promise<CommandResults[Command["kind"]]> {
  const now = deps.clock.now();
  switch (command.kind) {
    case "recordRulings":
      for (const word of command.words) await deps.store.saveEditorRuling(word, command.by, now);
      await deps.decide();
      return null;
    case "addFeed": {
      const feed = await deps.store.addFeed(command.spec, "added", now);
      deps.poll();
      deps.onChange();
      return feed;
    }
    case "setFeedState":
      await deps.store.setFeedState(command.feedId, command.state);
      if (command.state === "active") deps.poll();
      deps.onChange();
      return null;
    case "pollSoon":
      await deps.store.pollSoon(command.feedId, now);
      deps.poll();
      return null;
    case "confirmHub":
      return deps.hubs === null ? false : deps.hubs.confirm(command.question);
    case "takeDelivery":
      if (deps.hubs === null) throw new WireError("gone", "there is no such subscription");
      if (await deps.hubs.take(command.delivery)) deps.poll();
      return null;
    case "saveValidators":
      await deps.store.saveValidators(command.stamps, now);
      return null;
    case "askHub":
      if (deps.hub === null) throw new WireError("not-found", "the hub is switched off");
      deps.hub.ask(command.request);
      return null;
  }
}
