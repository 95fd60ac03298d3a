import type { Commands } from "../../src/domain/commands.ts";
import { WireError } from "../../src/domain/errors.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";

/** Refuses every change. What the web server saves about its answers is discarded. */
const commands: Commands = {
  run: async ({ kind }) => {
    if (kind === "saveValidators") return null as never;
    throw new WireError("store-locked", "this test only reads");
  },
};

/** The write access of the web server, for tests that only read. */
export const readOnlyWeb: Pick<WebDeps, "commands" | "onChange" | "adminToken"> = {
  commands,
  onChange: () => () => undefined,
  adminToken: null,
};
