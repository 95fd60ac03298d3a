import type { Commands } from "../../src/domain/commands.ts";
import { WireError } from "../../src/domain/errors.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";

/** Changes nothing, and says so; what the web keeps of its own answers is let go. */
const commands: Commands = {
  run: async ({ kind }) => {
    if (kind === "saveValidators") return null as never;
    throw new WireError("store-locked", "this test only reads");
  },
};

/** The web's way to change things, for tests that only read. */
export const readOnlyWeb: Pick<WebDeps, "commands" | "onChange" | "adminToken"> = {
  commands,
  onChange: () => () => undefined,
  adminToken: null,
};
