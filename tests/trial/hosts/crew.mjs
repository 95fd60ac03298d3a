import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startBuilt } from "../built-service.mjs";
import { clockOf, skewOf } from "./clocks.mjs";

/**
 * The processes of a service in roles, each on a host of its own: "poll-1" is a poller. A process that starts again
 * gets the place that it had.
 */
export async function startCrew({ names, build, folder, config, network, speed, isSkewed }) {
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
      ...clockOf({ speed, skew: isSkewed ? skewOf(member.name) : 0 }),
    };
    const own = join(folder, member.name);
    mkdirSync(own, { recursive: true });
    member.service = await startBuilt({ build, folder: own, config, env, place: member.place });
    member.isUp = true;
  };
  const end = async (member, signal) => {
    member.isUp = false;
    await member.service.stop(signal);
    member.logs.push(member.service.log());
  };
  // The desk migrates the store, so it comes first.
  await start(members[0]);
  await Promise.all(members.slice(1).map(start));
  return {
    members,
    start,
    end,
    of: (role) => members.filter((member) => member.role === role),
    addressOf: ({ place, service }) => `http://${place.address}:${service.port}`,
    log: () => members.flatMap(({ logs, service }) => [...logs, service.log()]).join("\n"),
    stop: () => Promise.allSettled(members.filter(({ isUp }) => isUp).map((member) => end(member, "SIGTERM"))),
  };
}
