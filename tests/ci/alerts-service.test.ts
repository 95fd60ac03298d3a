import { afterEach, beforeEach, expect, test } from "vitest";
import { type ChatServices, startChatServices, webhookSecret } from "../sending/chat-services.ts";
import { createWorkspace, eventually, runCli, type Service, startService, type Workspace } from "../support/cli.ts";
import { rssDocument, testItem } from "../support/feed-documents.ts";
import { type FeedHost, startFeedHost } from "../support/feed-host.ts";

/** The whole way, from a publisher's feed to a channel, in a running service whose configuration changes. */
let host: FeedHost;
let services: ChatServices;
let workspace: Workspace;
let service: Service;

beforeEach(async () => {
  host = await startFeedHost();
  services = await startChatServices({ now: Date.now, sleep: async () => undefined });
  workspace = createWorkspace(configOf("/nowhere"));
  service = await startService(workspace);
});

afterEach(async () => {
  await service.stop("SIGKILL");
  await host.close();
  await services.close();
  workspace.remove();
});

function configOf(path: string): object {
  const document = rssDocument({ title: "Wire", link: "https://wire.example/" }, [testItem(1)]);
  return {
    polling: { cron: "* * * * * *", allowPrivateAddresses: true, hostGap: "0s" },
    sources: [{ name: "Wire", kind: "agency", feeds: [{ url: host.publish("/1.rss", document) }] }],
    channels: [
      {
        name: "desk",
        kind: "webhook",
        url: `${services.url}${path}`,
        secret: webhookSecret,
        allowPrivateAddresses: true,
      },
    ],
    alerts: [{ name: "all", match: { kinds: ["agency"] }, backlog: true, to: ["desk"] }],
  };
}

const listed = async () =>
  JSON.parse((await runCli(workspace, ["alerts", "list", "--state", "waiting", "--json"])).stdout || "null");

test("news reaches a channel; what failed goes out when the configuration is mended and read again", async () => {
  const waiting = await eventually(listed, (row) => row?.attempts === 1);
  expect(waiting).toMatchObject({ state: "waiting", channel: "desk", rule: "all", kind: "alert" });
  workspace.writeConfig(configOf("/webhook"));
  process.kill(service.pid, "SIGHUP");
  const [taken] = await eventually(
    async () => services.of.webhook.taken,
    (all) => all.length > 0,
  );
  expect(taken?.id).toBe(waiting.id);
  expect(services.of.webhook.faults).toEqual([]);
  expect(await eventually(listed, (row) => row === null)).toBe(null);
});
