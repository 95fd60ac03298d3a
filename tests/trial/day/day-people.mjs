import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** How long people wait before they ask again, and how long they wait for an answer. */
const retryMs = 1_000;
const answerMsMax = 15_000;

/**
 * The people of a day, all at once: readers of feeds who poll, pages that stay open, and an editor who pins stories.
 * `figures()` says what they met; `stop()` sends them home.
 */
export function startPeople({ port, readers, pages, token }) {
  const going = new AbortController();
  // Everybody listens for the end of the day.
  setMaxListeners(0, going.signal);
  const met = { answers: 0, retries: 0, wrong: [], ms: [], reconnects: 0, rows: 0, rulings: 0, refusedRulings: 0 };
  const deps = { base: `http://127.0.0.1:${port}`, going: going.signal, met, token };
  const people = [
    ...Array.from({ length: readers }, (_, number) => read(deps, number, readers)),
    ...Array.from({ length: pages }, () => watch(deps)),
    edit(deps),
  ];
  return {
    figures() {
      const sorted = met.ms.splice(0).sort((a, b) => a - b);
      return {
        ...met,
        p50: sorted[Math.floor(sorted.length / 2)] ?? 0,
        p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      };
    },
    async stop() {
      going.abort();
      await Promise.all(people);
    },
  };
}

const documents = ["all.rss", "all.atom", "all.json", "harbour.rss", "council.atom", "strike.json"];

/** One reader polls one feed every ten seconds, with the validator of its last answer. */
async function read({ base, going, met }, number, of) {
  const address = `${base}/feeds/${documents[number % documents.length]}`;
  let etag = null;
  await pause((10_000 * number) / of, going);
  while (!going.aborted) {
    const from = performance.now();
    const answer = await asked(address, etag === null ? {} : { "if-none-match": etag }, going);
    if (answer === null) {
      met.retries += 1;
      await pause(retryMs, going);
      continue;
    }
    met.answers += 1;
    met.ms.push(performance.now() - from);
    if (answer.status !== 200 && answer.status !== 304) met.wrong.push(`${address} ${answer.status}`);
    etag = answer.etag ?? etag;
    await pause(10_000, going);
  }
}

/** The answer; null when the service cannot be reached, as while it restarts. */
async function asked(address, headers, signal) {
  try {
    const answer = await fetch(address, {
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMsMax)]),
    });
    await answer.arrayBuffer();
    return { status: answer.status, etag: answer.headers.get("etag") };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    return null;
  }
}

/** One live page: it stays connected and connects again, as a browser does. */
async function watch({ base, going, met }) {
  while (!going.aborted) {
    try {
      const answer = await fetch(`${base}/events`, { headers: { accept: "text/event-stream" }, signal: going });
      for await (const piece of answer.body) met.rows += Buffer.from(piece).toString().split("event: rows").length - 1;
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
    }
    if (!going.aborted) met.reconnects += 1;
    await pause(retryMs, going);
  }
}

/** The editor pins the newest story, and unpins it. */
async function edit({ base, going, met, token }) {
  while (!going.aborted) {
    await pause(5_000, going);
    try {
      const list = await fetch(`${base}/api/v1/entries?limit=1`, { signal: going });
      const story = (await list.json()).items?.[0]?.story;
      if (story === undefined) continue;
      for (const action of ["pin", "unpin"]) {
        const answer = await fetch(`${base}/api/v1/stories/${story}`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
          body: JSON.stringify({ action, by: "Ada" }),
          signal: going,
        });
        await answer.arrayBuffer();
        if (answer.status === 200) met.rulings += 1;
        else met.refusedRulings += 1;
      }
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
    }
  }
}

async function pause(ms, signal) {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
