import { readFile } from "node:fs/promises";
import { messageOf, WireError } from "../../domain/errors.ts";
import { decodeBody } from "../../parse/text/decode-body.ts";
import { readOpml, type Subscriptions } from "../../publish/opml.ts";

/** Reads an OPML file in any encoding. Errors: io-failed, config-invalid. */
export async function readOpmlFile(file: string): Promise<Subscriptions> {
  return readOpml(await readText(file), file);
}

async function readText(file: string): Promise<string> {
  try {
    return decodeBody(await readFile(file), null).text;
  } catch (cause) {
    throw new WireError("io-failed", `${file}: cannot be read (${messageOf(cause)})`, { cause });
  }
}
