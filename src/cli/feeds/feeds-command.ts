import type { Command } from "commander";
import { WireError } from "../../domain/errors.ts";
import type { FeedStatus } from "../../domain/feed.ts";
import { feedAddress } from "../../domain/feed-address.ts";
import { isAlreadySubscribed } from "../../domain/feeds/already-subscribed.ts";
import type { Store } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import { redactUrl } from "../../fetch/redact-url.ts";
import { writeOpml } from "../../publish/opml.ts";
import { carryOut } from "../carry-out.ts";
import type { CliDeps } from "../cli-deps.ts";
import { withStore } from "../with-store.ts";
import { readOpmlFile } from "./read-opml-file.ts";

/**
 * `wiredesk feeds remove|pause|resume|unmove|import|export`. The commands `list`, `add`, `check` and `heal` have their
 * own files.
 */
export function addFeedsCommands(feeds: Command, deps: CliDeps): void {
  for (const [name, state, description] of stateCommands) {
    feeds
      .command(name)
      .description(description)
      .argument("<feed>", "its address or number")
      .action((text: string, _options: object, command: Command) =>
        withStore(deps, command, async (store, config) => {
          const feed = await findFeed(store, text);
          await carryOut(deps, config, store, { kind: "setFeedState", feedId: feed.feed.id, state });
          deps.talk(`${redactUrl(feed.feed.url)}: ${state}`);
        }),
      );
  }
  feeds
    .command("unmove")
    .description("poll a feed at its own address again: forget its permanent redirect")
    .argument("<feed>", "its address or number")
    .action((text: string, _options: object, command: Command) =>
      withStore(deps, command, async (store, config) => {
        const { feed } = await findFeed(store, text);
        await carryOut(deps, config, store, { kind: "undoMove", feedId: feed.id });
        deps.talk(`${redactUrl(feed.url)}: polled at its own address again`);
      }),
    );
  addOpmlCommands(feeds, deps);
}

const stateCommands = [
  ["remove", "removed", "stop polling a feed; its entries stay"],
  ["pause", "paused", "stop polling a feed until it is resumed"],
  ["resume", "active", "poll a paused, removed or gone feed again"],
] as const;

function addOpmlCommands(feeds: Command, deps: CliDeps): void {
  feeds
    .command("import")
    .description("add the feeds of an OPML file")
    .argument("<file>", "an OPML document")
    .action((file: string, _options: object, command: Command) =>
      withStore(deps, command, async (store, config) => {
        const { feeds: specs, faults } = await readOpmlFile(file);
        for (const fault of faults) deps.talk(fault);
        const { added, refused } = await carryOut(deps, config, store, { kind: "importFeeds", specs });
        for (const { at, message } of refused) deps.talk(`${redactUrl(specs[at]?.url ?? "")}: ${message}`);
        const known = refused.filter(({ message }) => isAlreadySubscribed(message)).length;
        deps.talk(`${file}: ${counted(added, "feed")} added, ${known} already subscribed`);
        const leftOut = faults.length + refused.length - known;
        const outlines = leftOut === 1 ? "1 outline was" : `${leftOut} outlines were`;
        if (leftOut > 0) throw new WireError("config-invalid", `${file}: ${outlines} left out; see the lines above`);
      }),
    );
  feeds
    .command("export")
    .description("print the feeds as OPML")
    .action((_options: object, command: Command) =>
      withStore(deps, command, async (store) => {
        const active = (await store.listFeeds()).filter(
          ({ feed }) => feed.state !== "removed" && feed.origin !== "ingested",
        );
        deps.out(writeOpml({ title: "wiredesk", feeds: active.map(({ feed }) => feed) }));
      }),
    );
}

/** Finds a feed by its number or address. Throws WireError "not-found". */
export async function findFeed(store: Store, text: string): Promise<FeedStatus> {
  const url = feedAddress(text) ?? text;
  const found = (await store.listFeeds()).find(
    ({ feed }) => String(feed.id) === text || [url, text].includes(feed.url),
  );
  if (found === undefined)
    throw new WireError("not-found", `there is no feed ${text}; "wiredesk feeds list" lists the feeds`);
  return found;
}
