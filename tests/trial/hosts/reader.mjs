import { setTimeout as sleep } from "node:timers/promises";

/** How many items a document has at most. */
const itemsMax = { "/feeds/all.json": 50, "/feeds/all.json?limit=500": 500 };
const paths = Object.keys(itemsMax);
/** A reader that has no answer for this long gives up. Real time: a fast clock makes no machine faster. */
export const realAnswerMsMax = 5_000;
const everyMs = 1_000;

/**
 * Reads each second through a small balancer, as nginx does in `packaging/container/nginx.hosts.conf`: to each web in
 * turn, and to the other one when a web refuses the connection, does not answer or answers 503. The reader names the
 * version that it has, so what it was shown never goes away. A second reader names nothing; how far its answers are
 * behind is measured. `addresses`: where the webs are now.
 */
export function startReader(addresses, speed) {
  const answerMsMax = realAnswerMsMax * speed;
  const ask = (url, headers = {}) => askWithin(answerMsMax, url, headers);
  const stories = new Map(paths.map((path) => [path, []]));
  const etags = new Map();
  const shownAt = new Map();
  const totals = { answers: 0, unanswered: 0, backwards: 0, answerMsMax: 0, behindMsMax: 0 };
  const otherWeb = new Map();
  const notes = [];
  let turn = 0;
  let isEnding = false;
  const reading = warm().then(read);

  /** A web that has just started begins its threads at the first request, which takes long on a busy machine. */
  async function warm() {
    await Promise.all(addresses().flatMap((web) => paths.map((path) => readDocument(web, path))));
  }

  async function read() {
    while (!isEnding) {
      const from = performance.now();
      // Each document from the one web and then from the other.
      turn += 1;
      for (const path of paths) await readOnce(path);
      await readUnnamed();
      await sleep(Math.max(0, everyMs - (performance.now() - from)));
    }
  }

  async function readOnce(path) {
    const from = performance.now();
    const webs = addresses();
    const refusals = [];
    for (let at = 0; at < webs.length; at += 1) {
      const web = webs[(turn + at) % webs.length];
      const named = etags.has(path) ? { "If-None-Match": etags.get(path) } : {};
      const { status, text, etag } = await ask(`${web}${path}`, named);
      if (status === 200 || status === 304) {
        etags.set(path, etag);
        for (const refusal of refusals) otherWeb.set(refusal, (otherWeb.get(refusal) ?? 0) + 1);
        totals.answers += 1;
        totals.answerMsMax = Math.max(totals.answerMsMax, performance.now() - from);
        return status === 304 ? undefined : note(path, web, text);
      }
      refusals.push(String(status));
    }
    totals.unanswered += 1;
    tell(`no web answered ${path} (${refusals.join(", ")})`);
  }

  /** Reads the small document from the web whose turn it is, if that web answers. */
  async function readUnnamed() {
    const webs = addresses();
    const [path] = paths;
    const { status, text } = await ask(`${webs[turn % webs.length]}${path}`);
    if (status !== 200) return;
    const numbers = numbersIn(text);
    const now = performance.now();
    for (const lost of stories.get(path).filter((number) => number > Math.max(0, ...numbers)))
      totals.behindMsMax = Math.max(totals.behindMsMax, now - shownAt.get(lost));
  }

  function note(path, web, text) {
    const numbers = numbersIn(text);
    const now = performance.now();
    const before = stories.get(path);
    const shown = new Set(numbers);
    // The newest come first, so each new story may push out the oldest one that was shown before, and no other.
    const known = new Set(before);
    const fresh = numbers.filter((number) => !known.has(number)).length;
    const lost = before.slice(0, itemsMax[path] - fresh).filter((number) => !shown.has(number));
    if (lost.length > 0) {
      totals.backwards += 1;
      tell(`${web} went back: it left out ${lost.length} stories that a reader had seen, such as story-${lost[0]}`);
    }
    stories.set(path, numbers);
    for (const number of numbers) if (!shownAt.has(number)) shownAt.set(number, now);
  }

  function tell(text) {
    notes.push({ at: performance.now(), text });
    console.log(`     ${text}`);
  }

  return {
    totals,
    /** Why the other web had to answer, and how often. */
    otherWeb: () => [...otherWeb].map(([why, count]) => `${count} x ${why}`).join(", "),
    /** When a reader saw the story first; undefined before. */
    shownAt: (story) => shownAt.get(story),
    /** What went wrong since `at`. */
    notesSince: (at) => notes.filter((one) => one.at >= at),
    async stop() {
      isEnding = true;
      await reading;
    },
  };
}

/**
 * Requests a whole document; the status says why there is none. The signal has a timer of its own, because one of
 * `AbortSignal.timeout` may be collected while an answer is stuck, and then nobody ends the wait.
 */
export async function askWithin(answerMsMax, url, headers = {}) {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(new DOMException("no answer in time", "TimeoutError")), answerMsMax);
  try {
    const response = await fetch(url, { headers, signal: ending.signal });
    return { status: response.status, text: await response.text(), etag: response.headers.get("etag") };
  } catch (thrown) {
    return { status: thrown.cause?.code ?? thrown.name, text: "" };
  } finally {
    clearTimeout(timer);
  }
}

function numbersIn(text) {
  return JSON.parse(text).items.map(({ url }) => Number(/story-(\d+)/.exec(url)[1]));
}

/** A whole document with what identifies its version. */
export async function readDocument(web, path) {
  const response = await fetch(`${web}${path}`);
  const { headers, status } = response;
  const text = await response.text();
  return { status, etag: headers.get("etag"), lastModified: headers.get("last-modified"), text };
}
