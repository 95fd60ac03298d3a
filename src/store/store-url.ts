import { WireError } from "../domain/errors.ts";

/** The file of a `sqlite:path` URL, relative to the working directory. Error: config-invalid, for everything else. */
export function storeFile(url: string): string {
  if (/^postgres(?:ql)?:/i.test(url)) {
    throw new WireError("config-invalid", "store: this build has no PostgreSQL; use sqlite:PATH");
  }
  const match = /^sqlite:(?:\/\/(?=\/))?(.+)$/is.exec(url);
  const path = match?.[1];
  if (path === undefined || path.includes("\0") || path.startsWith(":")) {
    throw new WireError("config-invalid", `store: expected sqlite:PATH, got ${JSON.stringify(url)}`);
  }
  return path;
}
