import { createHash } from "node:crypto";

/** The public address of documents, and the base of their ids. */
export interface Publisher {
  /** The public address, without a slash at its end. */
  readonly baseUrl: string;
  /**
   * The base of ids, from `ReadStore.readIdBase`: `urn:uuid:…`, or the address at which a store of an earlier build was
   * served. It stays the same when `baseUrl` changes.
   */
  readonly idBase: string;
}

/**
 * The id of the document or item at a path ("/copies/5"). It never changes. If the base is an address, the id is that
 * address with the path. If the base is a UUID, the id is another UUID, made from the base and the path (RFC 9562
 * section 5.5). The path is not just added, because feed validators refuse a `urn:uuid:` with more text after the UUID.
 */
export function idOf({ idBase }: Pick<Publisher, "idBase">, path: string): string {
  if (!hasUuid({ idBase })) return `${idBase}${path}`;
  const namespace = Buffer.from(idBase.slice(uuidPrefix.length).replaceAll("-", ""), "hex");
  const hash = createHash("sha1").update(namespace).update(path).digest();
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidPrefix + hash.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Whether ids are UUIDs; otherwise they are addresses. */
export function hasUuid({ idBase }: Pick<Publisher, "idBase">): boolean {
  return idBase.startsWith(uuidPrefix);
}

const uuidPrefix = "urn:uuid:";
