import { PassThrough } from "node:stream";
import zlib from "node:zlib";
import { expect, test } from "vitest";
import { acceptedEncodings, createDecoders } from "../../src/fetch/content-decoders.ts";

const head = Buffer.from([0x28, 0xb5]);

test("zstd is asked for where Node has it, and only there", () => {
  expect(acceptedEncodings({ createZstdDecompress: () => new PassThrough() })).toBe("gzip, br, zstd");
  expect(acceptedEncodings({})).toBe("gzip, br");
  expect(acceptedEncodings().includes("zstd")).toBe("createZstdDecompress" in zlib);
});

test("zstd is undone where Node has it, and is no encoding that we know elsewhere", () => {
  const stream = new PassThrough();
  expect(createDecoders("zstd", head, { createZstdDecompress: () => stream })).toEqual([stream]);
  expect(() => createDecoders("zstd", head, {})).toThrow(expect.objectContaining({ code: "encoding-broken" }));
});
