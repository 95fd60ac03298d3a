import { setTimeout as sleep } from "node:timers/promises";
import { askWithin, realAnswerMsMax } from "./reader.mjs";

/** Real time, as the limits of a machine are. */
const realWaitMsMax = 180_000;

/** What the faults act on and measure: the crew, its publishers, the database and the reader, with a few questions. */
export function createWorld({ crew, publishers, hostCount, database, reader, subscriber, network, random, speed }) {
  const waitMsMax = realWaitMsMax * speed;
  const seconds = (from) => (performance.now() - from) / 1_000;

  /** Waits until `holds`, and returns after how many seconds since `from`; null when it took too long. */
  async function until(holds, from = performance.now()) {
    while (!(await holds())) {
      if (performance.now() - from > waitMsMax) return null;
      await sleep(100);
    }
    return seconds(from);
  }

  /** Publishes a story at each publisher, and returns after how many seconds a reader had seen all of them. */
  function untilShown() {
    const from = performance.now();
    const stories = Array.from({ length: hostCount }, (_, host) => publishers.publish(host));
    return until(() => stories.every((story) => reader.shownAt(story) !== undefined), from);
  }

  /** Publishes a story, and returns after how many seconds this web shows it. */
  async function untilShownBy(web) {
    const from = performance.now();
    const story = publishers.publish(Math.floor(random() * hostCount));
    const url = `${crew.addressOf(web)}/feeds/all.json?limit=500`;
    return until(async () => {
      const { text } = await askWithin(realAnswerMsMax * speed, url);
      return text.includes(`story-${story}"`);
    }, from);
  }

  /** As `untilShown`, for one story and the subscriber of the hub. */
  function untilSent() {
    const from = performance.now();
    const story = publishers.publish(Math.floor(random() * hostCount));
    return until(() => subscriber.sentAt(story) !== undefined, from);
  }

  /** The member that decides. */
  const holderOf = (role) => ownerIn(role, `SELECT owner FROM ${role}`);

  /** The member that sends to the host of a subscriber (`receiverShard`). */
  const senderOf = (host) =>
    ownerIn("send", "SELECT owner FROM single_work WHERE work = 'send:' || get_byte(decode(md5($1), 'hex'), 0) % 64", [
      host,
    ]);

  async function ownerIn(role, sql, values) {
    const holder = (owner) =>
      crew
        .of(role)
        .find(({ name, service }) => owner.split(":")[0] === name || owner.split(":")[1] === `${service.pid}`);
    let found;
    await until(async () => {
      const owner = (await database.rows(sql, values))[0]?.[0];
      found = owner == null ? undefined : holder(owner);
      return found !== undefined;
    });
    return found;
  }

  /** After how many seconds the member's heartbeat is in the store again. */
  async function untilBeats({ service }, from = performance.now()) {
    const [[before]] = await database.rows("SELECT extract(epoch from clock_timestamp()) * 1000");
    const sql = "SELECT count(*) FROM processes WHERE owner LIKE $1 AND seen_at > $2";
    return until(async () => (await database.count(sql, [`%:${service.pid}:%`, Math.ceil(before)])) > 0, from);
  }

  return {
    ...{
      crew,
      publishers,
      database,
      reader,
      network,
      until,
      untilShown,
      untilShownBy,
      untilSent,
      holderOf,
      senderOf,
      subscriber,
      untilBeats,
    },
    pick: (list) => list[Math.floor(random() * list.length)],
  };
}
