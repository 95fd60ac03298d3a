// Asks for a section's document until an item is in it: what a reader at the service's door sees.
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const gapMs = 20;

/**
 * Watches `service` for items. `see(item)` begins to watch for one; `seenAt` holds when each was first served, by guid.
 */
export function watchServed({ port }) {
  const agent = new Agent({ keepAlive: true });
  const seenAt = new Map();
  const waiting = new Set();
  const failures = [];
  let stopped = false;
  return {
    seenAt,
    see: (item) => {
      if (!stopped) waiting.add(watch(item).catch((thrown) => failures.push(thrown)));
    },
    async stop() {
      stopped = true;
      await Promise.all(waiting);
      agent.destroy();
      if (failures.length > 0) throw failures[0];
    },
  };

  async function watch({ guid, category }) {
    const path = `/feeds/s${category.slice(1)}.json`;
    let etag = null;
    for (let tries = 0; tries < 500; tries += 1) {
      const answer = await ask(path, etag);
      if (answer.text.includes(`"${guid}"`)) return seenAt.set(guid, Date.now());
      etag = answer.etag;
      await sleep(gapMs);
    }
    throw new Error(`${guid} was not served within ${500 * gapMs} ms`);
  }

  function ask(path, etag) {
    return new Promise((resolve, reject) => {
      const headers = etag === null ? {} : { "If-None-Match": etag };
      request({ host: "127.0.0.1", port, path, agent, headers }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({ etag: response.headers.etag, text: Buffer.concat(chunks).toString("utf8") });
        });
      })
        .on("error", reject)
        .end();
    });
  }
}
