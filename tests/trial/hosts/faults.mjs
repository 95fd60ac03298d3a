import { setTimeout as sleep } from "node:timers/promises";
import { writesOf } from "./writes.mjs";

/** Longer than each lease: 10 s of the desk and the sender, 20 s of a poller. */
const stoppedMs = 45_000;
const cutMs = 60_000;
const awayMs = 5_000;

/**
 * The faults, in their order. Each makes its fault, waits until the service works again, and returns figures in seconds
 * (null: it took too long) by what they say.
 */
export const faults = [
  { name: "no fault", run: async (world) => ({ "all new stories shown": await world.untilShown() }) },
  { name: "SIGKILL of a poller", run: (world) => kill(world, world.pick(world.crew.of("poll"))) },
  { name: "SIGKILL of the desk", run: async (world) => kill(world, await world.holderOf("desk")) },
  { name: "SIGKILL of a web", run: (world) => kill(world, world.pick(world.crew.of("web"))) },
  { name: "SIGKILL of a sender", run: killSender },
  { name: "SIGSTOP of a poller", run: (world) => stopAWhile(world, world.pick(world.crew.of("poll"))) },
  { name: "SIGSTOP of the desk", run: async (world) => stopAWhile(world, await world.holderOf("desk")) },
  { name: "poller cut off", isCut: true, run: (world) => cutOff(world, world.pick(world.crew.of("poll"))) },
  { name: "desk cut off", isCut: true, run: async (world) => cutOff(world, await world.holderOf("desk")) },
  { name: "web cut off", isCut: true, run: (world) => cutOff(world, world.pick(world.crew.of("web"))) },
  { name: "PostgreSQL restarted", run: restartDatabase },
  { name: "rolling restart", run: rollingRestart },
];

/** The process stays away until the others have taken over its work. */
async function kill(world, member) {
  await world.crew.end(member, "SIGKILL");
  const shown = await world.untilShown();
  await world.crew.start(member);
  return { "all new stories shown": shown };
}

/** The sender that serves the subscriber stays away until the other one has taken over. */
async function killSender(world) {
  const before = await world.untilSent();
  const member = await world.senderOf(world.subscriber.host);
  await world.crew.end(member, "SIGKILL");
  const sent = await world.untilSent();
  await world.crew.start(member);
  return { "a new story sent to a subscriber before": before, "a new story sent by the other sender": sent };
}

async function stopAWhile(world, member) {
  const { pid } = member.service;
  member.isUp = false;
  process.kill(pid, "SIGSTOP");
  const from = performance.now();
  const shown = await world.untilShown();
  await sleep(Math.max(0, stoppedMs - (performance.now() - from)));
  const since = await writesOf(world, member).begin();
  process.kill(pid, "SIGCONT");
  member.isUp = true;
  const back = await world.untilBeats(member);
  await sleep(5_000);
  const late = await since.end();
  return { "all new stories shown": shown, "the stopped process works again": back, late };
}

async function cutOff(world, member) {
  const isWeb = member.role === "web";
  world.network.cut(member.name);
  const from = performance.now();
  const shown = await world.untilShown();
  await sleep(Math.max(0, cutMs - (performance.now() - from)));
  const since = await writesOf(world, member).begin();
  world.network.mend(member.name);
  const [back, own] = await Promise.all([world.untilBeats(member), isWeb ? world.untilShownBy(member) : 0]);
  await sleep(5_000);
  const late = await since.end();
  const figures = { "all new stories shown": shown, "after the cut the process works again": back };
  return isWeb ? { ...figures, "it shows a new story": own } : { ...figures, late };
}

async function restartDatabase(world) {
  const from = performance.now();
  await world.database.restart(awayMs);
  const away = (performance.now() - from) / 1_000;
  return { "PostgreSQL answers again": away, "all new stories shown": await world.untilShown() };
}

/** First the desk, because it migrates the store, then one process after the other. */
async function rollingRestart(world) {
  const from = performance.now();
  const shown = world.untilShown();
  for (const member of world.crew.members) {
    await world.crew.end(member, "SIGTERM");
    await world.crew.start(member);
  }
  const restarted = (performance.now() - from) / 1_000;
  return { "all restarted": restarted, "all new stories shown": await shown, "and after it": await world.untilShown() };
}
