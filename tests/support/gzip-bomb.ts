import { once } from "node:events";
import zlib from "node:zlib";

/** 400 MB of zeros as about 400 KB of gzip, made in pieces. */
export async function makeGzipBomb(): Promise<Buffer> {
  const gzip = zlib.createGzip({ level: 9 });
  const pieces: Buffer[] = [];
  gzip.on("data", (piece: Buffer) => pieces.push(piece));
  const nothing = Buffer.alloc(1024 * 1024);
  for (let index = 0; index < 400; index += 1) if (!gzip.write(nothing)) await once(gzip, "drain");
  gzip.end();
  await once(gzip, "end");
  return Buffer.concat(pieces);
}
