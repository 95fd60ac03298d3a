import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";

/** What a tool answered: its data, or the message of its error; and the note that stands before the data. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly note: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the answers of eight tools
  readonly data: any;
  readonly message: string;
}

/** Connects the protocol's own client. */
export async function connectTools(transport: Transport) {
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport);
  return {
    client,
    async call(name: string, asked: Record<string, unknown> = {}): Promise<ToolAnswer> {
      const { content, isError = false } = await client.callTool({ name, arguments: asked });
      const texts = (content as { text: string }[]).map(({ text }) => text);
      const data = isError === true ? null : JSON.parse(texts[1] ?? "null");
      return {
        isError: isError === true,
        note: texts[0] ?? "",
        data,
        message: isError === true ? (texts[0] ?? "") : "",
      };
    },
    close: () => client.close(),
  };
}
