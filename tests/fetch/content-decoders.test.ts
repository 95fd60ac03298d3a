import { PassThrough } from "node:stream";
import zlib from "node:zlib";
import { expect, test } from "vitest";
import { acceptedEncodings, nextDecoding } from "../../src/fetch/body/content-decoders.ts";

const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

test("zstd is requested only when Node supports it", () => {
  expect(acceptedEncodings({ createZstdDecompress: () => new PassThrough() })).toBe("gzip, br, zstd");
  expect(acceptedEncodings({})).toBe("gzip, br");
  expect(acceptedEncodings().includes("zstd")).toBe("createZstdDecompress" in zlib);
});

test("zstd is decoded when Node supports it, and is otherwise an unknown encoding", () => {
  const stream = new PassThrough();
  const codecs = { createZstdDecompress: () => stream };
  expect(nextDecoding(["zstd"], head, codecs)).toEqual({ decoder: stream, codings: [] });
  expect(() => nextDecoding(["zstd"], head, {})).toThrow(expect.objectContaining({ code: "encoding-broken" }));
});
