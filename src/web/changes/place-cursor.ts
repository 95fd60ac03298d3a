import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { LogPlace } from "../../domain/changes/change.ts";

/**
 * The place at which a reader of the changes continues. walk: the reader is still reading the present entries by id.
 * Afterwards it continues in the log, at the place where the log ended when the walk began.
 */
export type ChangeCursor =
  | { readonly kind: "log"; readonly place: LogPlace }
  | { readonly kind: "walk"; readonly place: LogPlace; readonly afterId: number };

/**
 * Writes a cursor for a reader, encrypted with the store's key and a new nonce (AES-256-GCM). Readers cannot compare
 * two cursors, so no cursor tells how many changes of private sources lie between them.
 */
export function sealCursor(key: Uint8Array, cursor: ChangeCursor): string {
  const plain = Buffer.alloc(plainBytes);
  plain.writeUIntBE(cursor.place.seq, 0, 6);
  plain.writeUIntBE(Math.max(cursor.place.at, 0), 6, 6);
  plain.writeUIntBE(cursor.kind === "walk" ? cursor.afterId + 1 : 0, 12, 6);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

/** Reads a cursor. Returns null if it is not a cursor of this store. */
export function openCursor(key: Uint8Array, text: string): ChangeCursor | null {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length !== nonceBytes + plainBytes + tagBytes) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAuthTag(bytes.subarray(nonceBytes + plainBytes));
  const plain = decipher.update(bytes.subarray(nonceBytes, nonceBytes + plainBytes));
  try {
    decipher.final();
  } catch {
    // The cursor was changed, or another store wrote it.
    return null;
  }
  const place = { seq: plain.readUIntBE(0, 6), at: plain.readUIntBE(6, 6) };
  const walked = plain.readUIntBE(12, 6);
  return walked === 0 ? { kind: "log", place } : { kind: "walk", place, afterId: walked - 1 };
}

const nonceBytes = 12;
const plainBytes = 18;
const tagBytes = 16;
