import { startBuilt } from "../built-service.mjs";

/** The processes of a service in roles. Each is started again with the roles that it had. */
export async function startCrew({ build, folder, config, roles }) {
  const base = "http://wire.example";
  const start = (one) => startBuilt({ build, folder, config, env: { WIREDESK_ROLES: one, WIREDESK_BASE_URL: base } });
  // The desk migrates the store, so it comes first.
  const members = [{ roles: roles[0], service: await start(roles[0]) }];
  members.push(...(await Promise.all(roles.slice(1).map(async (one) => ({ roles: one, service: await start(one) })))));
  return {
    members,
    webs: () => members.filter(({ roles: one }) => one.includes("web")),
    async kill(member, signal = "SIGKILL") {
      member.service.stop(signal).catch(() => undefined);
      member.service = await start(member.roles);
    },
    logs: () => members.map(({ roles: one, service }) => `${one}: ${service.log()}`).join("\n"),
    stop: () => Promise.all(members.map(({ service }) => service.stop())),
  };
}

export async function readItems(member, path = "/feeds/all.json?limit=200") {
  const response = await fetch(`http://127.0.0.1:${member.service.port}${path}`);
  return { status: response.status, etag: response.headers.get("etag"), text: await response.text() };
}
