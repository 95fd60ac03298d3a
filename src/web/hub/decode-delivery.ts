import { promisify } from "node:util";
import zlib from "node:zlib";
import { messageOf, WireError } from "../../domain/errors.ts";

/**
 * Undoes the Content-Encoding of a delivery (RFC 9110 section 8.4). A delivery that cannot be read is refused with an
 * error, so that the hub knows that its news did not arrive. Throws WireError encoding-broken or too-large.
 */
export async function decodeDelivery(body: Buffer, encoding: string, bytesMax: number): Promise<Uint8Array> {
  const names = encoding
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (names.length > encodingsMax)
    throw new WireError("encoding-broken", `Content-Encoding has ${names.length} layers.`);
  let bytes = body;
  for (const name of names.reverse()) bytes = await decodeOne(bytes, name, bytesMax);
  return new Uint8Array(bytes);
}

const encodingsMax = 2;

const decoders = new Map([
  ["gzip", promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip)],
  ["x-gzip", promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip)],
  ["deflate", promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate)],
  ["br", promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress)],
]);

async function decodeOne(bytes: Buffer, name: string, maxOutputLength: number): Promise<Buffer> {
  const decode = decoders.get(name);
  if (decode === undefined)
    throw new WireError("encoding-broken", `Content-Encoding "${name}" is not supported; use gzip, deflate or br.`);
  try {
    return await decode(bytes, { maxOutputLength });
  } catch (cause) {
    const isTooLarge = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    if (isTooLarge)
      throw new WireError("too-large", `The delivery is over ${maxOutputLength} bytes when decoded.`, { cause });
    throw new WireError("encoding-broken", `The delivery does not decode as ${name}: ${messageOf(cause)}.`, { cause });
  }
}
