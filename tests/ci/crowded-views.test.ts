import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createWorkspace, type Service, startService, type Workspace } from "../support/cli.ts";

// When other tests keep the processors busy, a service takes long to start.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let workspace: Workspace;
let service: Service;
const open: IncomingMessage[] = [];

beforeEach(async () => {
  workspace = createWorkspace();
  service = await startService(workspace);
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.destroy();
  await service.stop("SIGKILL");
  workspace.remove();
});

/** Opens a stream from a loopback address. */
async function follow(localAddress: string, view: string): Promise<IncomingMessage> {
  const request = get(`${service.baseUrl}/events?${view}`, { localAddress, agent: false });
  const [stream] = (await once(request, "response")) as [IncomingMessage];
  stream.on("error", () => undefined);
  stream.resume();
  open.push(stream);
  return stream;
}

test.runIf(process.platform === "linux")("one client with hundreds of views leaves room for every other", async () => {
  const greedy = [];
  for (let at = 0; at < 210; at += 1) greedy.push(await follow("127.0.0.1", `q=view${at}`));
  const held = greedy.filter(({ statusCode }) => statusCode === 200);
  expect(held.length).toBeGreaterThanOrEqual(100);
  const closed = held.map((stream) => once(stream, "end"));
  for (let at = 0; at < 70; at += 1) {
    const stream = await follow(`127.0.0.${2 + (at % 5)}`, `q=other${at}`);
    expect([at, stream.statusCode]).toEqual([at, 200]);
  }
  // The service made room by ending the oldest of the client's views.
  await closed[0];
  expect(held.at(-1)?.readableEnded).toBe(false);
});
