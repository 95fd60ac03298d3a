import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startBuilt } from "../built-service.mjs";
import { skewedClock, skewOf } from "./clocks.mjs";

/** In real time. On a busy machine a web may take minutes, because it makes its first documents before it answers. */
const startMsMax = 300_000;

/** As systemd does: at a fast clock PostgreSQL may take too long for a process that starts, which then ends. */
async function startAgain(start, times = 5) {
  try {
    return await start();
  } catch (thrown) {
    if (times <= 1) throw thrown;
    console.log(`     started again: ${thrown.message.trim().slice(0, 200)}`);
    return startAgain(start, times - 1);
  }
}

/**
 * The processes of a service in roles, each on a host of its own: "poll-1" is a poller. A process that starts again
 * gets the place that it had. `onMigrated` is called when the store has its schema and nothing else.
 */
export async function startCrew({ names, onMigrated, build, folder, config, network, speed, isSkewed }) {
  const members = names.map((name) => ({
    name,
    role: name.split("-")[0],
    place: network.place(name),
    service: null,
    isUp: false,
    logs: [],
  }));
  const start = async (member) => {
    const env = {
      ...{ WIREDESK_ROLES: member.role, WIREDESK_BASE_URL: config.server.baseUrl },
      ...skewedClock(isSkewed ? skewOf(member.name) : 0),
    };
    const own = join(folder, member.name);
    mkdirSync(own, { recursive: true });
    const how = { build, folder: own, config, env, place: member.place, startMsMax: speed * startMsMax };
    member.service = await startAgain(() => startBuilt(how));
    member.isUp = true;
  };
  const end = async (member, signal) => {
    member.isUp = false;
    await member.service.stop(signal);
    member.logs.push(member.service.log());
  };
  const stop = () => Promise.allSettled(members.filter(({ isUp }) => isUp).map((member) => end(member, "SIGTERM")));
  const logOf = ({ logs, service, isUp }) => [...logs, ...(isUp ? [service.log()] : [])].join("\n");
  // The desk migrates the store, so it comes first.
  await start(members[0]);
  await onMigrated();
  // One after another: beside each other, all would be slow, and at a fast clock their deadlines are short.
  try {
    for (const member of members.slice(1)) await start(member);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return {
    members,
    start,
    end,
    of: (role) => members.filter((member) => member.role === role),
    addressOf: ({ place, service }) => `http://${place.address}:${service.port}`,
    /** Writes the logs of each process to a file of its own. */
    saveLogs(to) {
      mkdirSync(to, { recursive: true });
      for (const member of members) writeFileSync(join(to, `${member.name}.log`), logOf(member));
    },
    log: () => members.map(logOf).join("\n"),
    stop,
  };
}
