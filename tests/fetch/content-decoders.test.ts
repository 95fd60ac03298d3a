import { PassThrough } from "node:stream";
import zlib from "node:zlib";
import { expect, test } from "vitest";
import { acceptedEncodings, nextDecoding } from "../../src/fetch/body/content-decoders.ts";

const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

const createZstdDecompress = () => new PassThrough();
const zstdDecompressSync = () => {
  throw new Error("unexpected end of file");
};

test("zstd is requested only when Node supports it and notices a body that was cut short", () => {
  expect(acceptedEncodings({ createZstdDecompress, zstdDecompressSync })).toBe("gzip, br, zstd");
  expect(acceptedEncodings({ createZstdDecompress, zstdDecompressSync: () => Buffer.of() })).toBe("gzip, br");
  expect(acceptedEncodings({})).toBe("gzip, br");
  // The decoder of Node 22 takes such a body for whole; that of Node 24 does not.
  const major = Number(process.versions.node.split(".")[0]);
  expect(acceptedEncodings().includes("zstd")).toBe("createZstdDecompress" in zlib && major >= 24);
});

test("zstd is decoded when Node supports it, and is otherwise an unknown encoding", () => {
  const stream = new PassThrough();
  const codecs = { createZstdDecompress: () => stream, zstdDecompressSync };
  expect(nextDecoding(["zstd"], head, codecs)).toEqual({ decoder: stream, codings: [] });
  expect(() => nextDecoding(["zstd"], head, {})).toThrow(expect.objectContaining({ code: "encoding-broken" }));
});

test.each(["gzip", "zstd"])("a body that is called %s and does not begin like it is read as it came", (name) => {
  const codecs = { createZstdDecompress, zstdDecompressSync };
  expect(nextDecoding([name], Buffer.from("<rss"), codecs)).toEqual({ decoder: null, codings: [] });
});
