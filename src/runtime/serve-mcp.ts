import { once } from "node:events";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { Config } from "../config/config.ts";
import { isKeyed } from "../documents/section-access.ts";
import { openReadStore } from "../store/open-store.ts";
import { version } from "../version.ts";
import { createMcpServer } from "../web/mcp/mcp-server.ts";
import { createLogOf } from "./parts/create-log.ts";
import { systemClock } from "./system-clock.ts";

/**
 * Serves the Model Context Protocol on standard input and output until the input ends. It reads the store directly; the
 * service may run meanwhile. `licensed`: private sources are seen too. Rejects with the error of opening the store.
 */
export async function serveMcp(config: Config, { licensed }: { readonly licensed: boolean }): Promise<void> {
  const store = await openReadStore(config.store);
  const { baseUrl } = config.server;
  const readOnly = () => Promise.reject(new Error("this server only reads"));
  const server = createMcpServer({
    isEditor: licensed,
    deps: {
      store: licensed ? store.forEditors : store,
      sections: config.sections.filter((section) => licensed || !isKeyed(section)),
      terms: config.terms,
      ...{ baseUrl, idBase: (await store.readIdBase()) ?? baseUrl },
      ...{ clock: systemClock, log: createLogOf(config), version, adminToken: null },
      ...{ renderer: { render: readOnly }, commands: { run: readOnly }, onChange: () => () => undefined },
    },
  });
  try {
    await server.connect(new StdioServerTransport());
    await once(process.stdin, "end");
  } finally {
    await server.close();
    await store.close();
  }
}
