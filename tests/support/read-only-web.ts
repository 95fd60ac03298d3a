import { WireError } from "../../src/domain/errors.ts";
import type { WebDeps } from "../../src/web/web-deps.ts";

/** The web's way to change things, for tests that only read. */
export const readOnlyWeb: Pick<WebDeps, "commands" | "onChange" | "adminToken"> = {
  commands: { run: () => Promise.reject(new WireError("store-locked", "this test only reads")) },
  onChange: () => () => undefined,
  adminToken: null,
};
