import { setTimeout as sleep } from "node:timers/promises";
import { readDocument } from "./reader.mjs";

/** Real time, as the limits of a machine are. */
const realWaitMsMax = 90_000;
const documents = ["/feeds/all.rss", "/feeds/all.atom", "/feeds/all.json", "/feeds/all.json?limit=500"];
const pendingSql = "SELECT (SELECT count(*) FROM entries) - (SELECT count(*) FROM memberships)";

/** Waits until everything is stored and decided, and says what holds. Returns the exit code. */
export async function tellVerdict({ world, hostGapMs, failures, isSkewed, speed }) {
  const { crew, publishers, database, reader } = world;
  let exitCode = 0;
  const check = (holds, said) => {
    console.log(`${holds ? "ok  " : "FAIL"} ${said}`);
    if (!holds) exitCode = 1;
  };
  const published = publishers.published();
  await settle(database, published, realWaitMsMax * speed);
  await reader.stop();
  const stored = await database.count("SELECT count(*) FROM entries");
  const guids = await database.count("SELECT count(DISTINCT guid) FROM entries");
  check(
    stored === published && guids === stored,
    `${stored} of ${published} entries are stored, ${guids} different ones`,
  );
  for (const what of ["entry", "decision"]) {
    const sql = "SELECT count(*) FROM audit WHERE what = $1";
    const writes = await database.count(sql, [what]);
    check(writes === stored, `${writes} rows were committed for "${what}", one for each entry`);
  }
  const revised = await database.count("SELECT count(*) FROM entries WHERE revision > 1");
  check(revised === 0, `${revised} entries were revised, though no publisher revised any`);
  const { openMax, gapMsMin, early, held, handOvers } = publishers.seen;
  check(openMax === 1, `the most requests that a host had at once: ${openMax}`);
  check(
    gapMsMin > hostGapMs * 0.9,
    `the shortest pause between two requests to one host: ${gapMsMin.toFixed(0)} ms of ${hostGapMs}, over ${handOvers} hand-overs`,
  );
  check(early === 0, `${early} requests came before the end of a Retry-After, of which ${held} were sent`);
  check(
    reader.totals.unanswered === 0,
    `${reader.totals.unanswered} of a reader's requests had no answer from any web`,
  );
  const sentAtOnce = world.subscriber.openMax();
  check(sentAtOnce === 1, `the most deliveries that a subscriber got at once: ${sentAtOnce}`);
  for (const failure of failures) check(false, failure);
  await compareWebs(crew, check, isSkewed);
  const bugs = crew.log().match(/.*(?:this is a bug|request failed).*/g) ?? [];
  check(
    bugs.length === 0,
    `${bugs.length} lines of the logs name a bug${bugs.length > 0 ? `: ${bugs[0].slice(0, 400)}` : ""}`,
  );
  return exitCode;
}

async function settle(database, published, waitMsMax) {
  const deadline = performance.now() + waitMsMax;
  const isDone = async () =>
    (await database.count("SELECT count(*) FROM entries")) >= published && (await database.count(pendingSql)) === 0;
  while (!(await isDone()) && performance.now() < deadline) await sleep(500);
  await sleep(2_000);
}

async function compareWebs(crew, check, isSkewed) {
  for (const path of documents) {
    const webs = crew.of("web").map((member) => crew.addressOf(member));
    const [one, other] = await Promise.all(webs.map((web) => readDocument(web, path)));
    const isEqual =
      ["status", "etag", "text"].every((part) => one[part] === other[part]) && isSameTime(one, other, isSkewed);
    check(one.status === 200 && isEqual, `both webs send the same ${path}: ${one.etag}, ${one.lastModified}`);
    if (!isEqual) console.log(`     ${other.status} ${other.etag}, ${other.lastModified}`);
  }
}

/** RFC 9110 section 8.8.2.1: a web whose clock is behind sends no Last-Modified that is later than its Date. */
function isSameTime({ lastModified: one }, { lastModified: other }, isSkewed) {
  return one === other || (isSkewed && (one === null || other === null));
}
