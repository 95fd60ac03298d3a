import { expect } from "vitest";
import { feedHealth } from "../../../../src/domain/feed-health.ts";
import { defaultFetchLimits } from "../../../../src/fetch/fetch-limits.ts";
import { createHttp } from "../../../../src/fetch/guarded-http.ts";
import { systemClock } from "../../../../src/runtime/system-clock.ts";
import type { Behaviour } from "../../../support/loopback-host.ts";
import { type LoopbackProxy, startLoopbackProxy } from "../../../support/loopback-proxy.ts";
import type { PollerWorld } from "../poller-world.ts";
import type { PublisherCase, Recorded, Site } from "./publisher-case.ts";

/** Polls a publisher, beginning at noon, and compares the record of each poll with the case. */
export async function recordPolls(world: PollerWorld, one: PublisherCase): Promise<void> {
  const { port, tlsPort } = world.hosts;
  const proxy = await startLoopbackProxy(address.a, (asked) => (asked === 443 ? tlsPort : port));
  const site = openSite(world, proxy);
  serveAnswers(site, one.answers(site));
  const url = one.url?.(site) ?? site.url("/feed");
  for (const address of [url, ...(one.beside ?? []).map(site.url)])
    await subscribe(world, address, one.intervalMs ?? null);
  const http = openHttp(world, one, site);
  const poller = world.poller({ http, ...one.deps?.(site) });
  try {
    for (const [index, { after, expect: expected }] of one.polls.entries()) {
      const { poll } = await world.status(url);
      if (index > 0) await world.clock.advance(after ?? Math.max(0, poll.nextPollAt - world.clock.now()));
      const before = { requests: site.hosts.seen.length, lines: world.lines.length };
      await world.clock.runUntil(poller.tick());
      const recorded = await record(world, site, url, before);
      expect([index + 1, pick(recorded, expected)]).toEqual([index + 1, expected]);
    }
  } finally {
    await http.close();
    proxy.close();
  }
}

const address = { a: "127.1.0.1", b: "127.1.0.2" };

function openSite({ hosts }: PollerWorld, proxy: LoopbackProxy): Site {
  return {
    hosts,
    address,
    proxy: `http://${proxy.address}`,
    url: (place) => (place.startsWith("b/") ? hosts.url(address.b, place.slice(1)) : hosts.url(address.a, place)),
  };
}

function serveAnswers(site: Site, answers: ReturnType<PublisherCase["answers"]>): void {
  for (const [place, given] of Object.entries(answers)) {
    const list: readonly Behaviour[] = typeof given === "function" ? [given] : given;
    let count = 0;
    const next: Behaviour = (request, response, seen) => {
      const behaviour = list[Math.min(count, list.length - 1)];
      count += 1;
      return behaviour?.(request, response, seen);
    };
    site.hosts.on(place.startsWith("b/") ? site.address.b : site.address.a, place.replace(/^b/, ""), next);
  }
}

async function subscribe({ store, clock }: PollerWorld, url: string, intervalMs: number | null): Promise<void> {
  const source = { name: new URL(url).host, kind: "outlet" as const, rank: 1 };
  await store.addFeed({ url, source, title: null, siteUrl: null, intervalMs }, "added", clock.now());
}

function openHttp({ clock }: PollerWorld, one: PublisherCase, site: Site) {
  return createHttp({
    userAgent: "wiredesk-test (+https://example.org/contact; 3 subscribers)",
    allowPrivateAddresses: true,
    allowAddresses: [],
    limits: { ...defaultFetchLimits, ...one.limits },
    // Deadlines use real time, because the fake clock jumps while requests are still running.
    clock: { now: clock.now, elapsed: () => performance.now(), sleep: systemClock.sleep },
    ...one.http?.(site),
  });
}

async function record(
  world: PollerWorld,
  site: Site,
  url: string,
  before: { readonly requests: number; readonly lines: number },
): Promise<Recorded> {
  const status = await world.status(url);
  const { feed, poll, entryCount } = status;
  const health = feedHealth(status, world.clock.now());
  const requests = site.hosts.seen.slice(before.requests);
  return {
    status: poll.lastStatus,
    failure: poll.failure?.code ?? null,
    message: poll.failure?.message ?? null,
    failures: poll.failure?.count ?? 0,
    entries: entryCount,
    next: Math.round((poll.nextPollAt - (poll.lastPollAt ?? 0)) / 1000),
    why: poll.nextPollReason,
    state: feed.state,
    etag: poll.validators.etag,
    lastModified: poll.validators.lastModified,
    movedTo: health.movedTo,
    twinId: health.twinId,
    missingHours: health.gap?.missingHours ?? null,
    asked: requests.map(({ address, path }) => `${address === site.address.b ? "b" : ""}${path}`),
    sent: requests[0]?.headers ?? {},
    sentLast: requests.at(-1)?.headers ?? {},
    atOnce: Math.max(0, ...requests.map(({ parallel }) => parallel)),
    gaps: requests.slice(1).map(({ at }, index) => at - (requests[index]?.endedAt ?? 0)),
    log: JSON.stringify(world.lines.slice(before.lines)),
  };
}

function pick(recorded: Recorded, expected: object): object {
  return Object.fromEntries(Object.keys(expected).map((name) => [name, recorded[name as keyof Recorded]]));
}
