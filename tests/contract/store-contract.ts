import { describe } from "vitest";
import { describeArrivals } from "./arrivals-contract.ts";
import { describeChanges } from "./changes-contract.ts";
import { describeClocks } from "./clocks-contract.ts";
import { describeCommands } from "./commands-contract.ts";
import { describeDesk } from "./desk-contract.ts";
import { describeDigests } from "./digests-contract.ts";
import { describeEntries } from "./entries-contract.ts";
import { describeFeeds } from "./feeds-contract.ts";
import { describeFences } from "./fences-contract.ts";
import { describeForms } from "./forms-contract.ts";
import { describeLeases } from "./leases-contract.ts";
import { describePages } from "./pages-contract.ts";
import { describePlaces } from "./places-contract.ts";
import { describeProcesses } from "./processes-contract.ts";
import { describeReaders } from "./readers-contract.ts";
import { describeRetention } from "./retention-contract.ts";
import { describeSearch } from "./search-contract.ts";
import { describeShards } from "./shards-contract.ts";
import { describeSorts } from "./sorts-contract.ts";
import { describeStoryQueries } from "./story-queries-contract.ts";
import { describeTop } from "./top-contract.ts";
import type { OpenStore } from "./use-store.ts";
import { describeVerdicts } from "./verdicts-contract.ts";

/** What every database must do to be a `Store`. */
export function describeStore(name: string, open: OpenStore): void {
  describe(`store on ${name}`, () => {
    describeFeeds(open);
    describeLeases(open);
    describeFences(open);
    describeShards(open);
    describeClocks(open, name === "PostgreSQL");
    describeEntries(open);
    describeArrivals(open);
    describeVerdicts(open);
    describeDesk(open);
    describeCommands(open);
    describeDigests(open);
    describePages(open);
    describePlaces(open);
    describeSearch(open);
    describeSorts(open);
    describeForms(open);
    describeStoryQueries(open);
    describeProcesses(open);
    describeReaders(open);
    describeRetention(open);
    describeChanges(open);
    describeTop(open);
  });
}
