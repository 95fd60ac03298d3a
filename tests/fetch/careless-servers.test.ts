import zlib from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/runtime/system-clock.ts";
import { startLoopbackProxy } from "../support/loopback-proxy.ts";
import { codeOf, type HttpWorld, host, messageOf, openHttpWorld, other, rss, textOf } from "./http-world.ts";
import { type RawServer, startRawServer } from "./raw-server.ts";

let world: HttpWorld;
let server: RawServer | null = null;

beforeEach(async () => {
  world = await openHttpWorld();
});
afterEach(async () => {
  server?.close();
  await world.close();
});

const size = rss.length;
const plain = `HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n`;
const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
const hex = size.toString(16);
const good = `${plain}\r\n${rss}`;

/** Answers as real servers send them, each with the one document in it. */
const careless: Readonly<Record<string, string>> = {
  "lines that end with LF": `HTTP/1.1 200 OK\nContent-Length: ${size}\n\n${rss}`,
  "lines that end either way": `HTTP/1.1 200 OK\r\nX-A: b\nContent-Length: ${size}\r\n\n${rss}`,
  "LF before headers that CRLF ends": `HTTP/1.1 200 OK\nContent-Length: ${size}\r\n\r\n${rss}`,
  "a folded header": `${plain}X-Folded: a\r\n  b\r\n\tc\r\n\r\n${rss}`,
  "a fold before the first header": `HTTP/1.1 200 OK\r\n odd: b\r\nContent-Length: ${size}\r\n\r\n${rss}`,
  "100 Continue that nobody asked for": `HTTP/1.1 100 Continue\r\n\r\n${good}`,
  "three interim answers": `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 102 Wait\r\n\r\n${good}`,
  "the length twice": `${plain}Content-Length: ${size}\r\n\r\n${rss}`,
  "the length twice on one line": `HTTP/1.1 200 OK\r\nContent-Length: ${size}, ${size}\r\n\r\n${rss}`,
  "two lengths": `HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: ${size}\r\n\r\n${rss}`,
  "a length that is no number": `HTTP/1.1 200 OK\r\nContent-Length: all\r\n\r\n${rss}`,
  "a length beside chunks": `${chunked}Content-Length: 7\r\n\r\n${hex}\r\n${rss}\r\n0\r\n\r\n`,
  "chunks that are said twice": `${chunked}Transfer-Encoding: chunked\r\n\r\n${hex}\r\n${rss}\r\n0\r\n\r\n`,
  "Transfer-Encoding: identity": `${plain}Transfer-Encoding: identity\r\n\r\n${rss}`,
  "chunks that are none": `${chunked}\r\n${rss}`,
  "chunk lines that end with LF": `${chunked}\r\n${hex}\n${rss}\n0\n\n`,
  "a chunk size with spaces": `${chunked}\r\n  ${hex}  \r\n${rss}\r\n0\r\n\r\n`,
  "a chunk size with 0x": `${chunked}\r\n0x${hex}\r\n${rss}\r\n0\r\n\r\n`,
  "no line end behind a chunk": `${chunked}\r\n${hex}\r\n${rss}0\r\n\r\n`,
  "empty lines before a chunk": `${chunked}\r\n\r\n\r\n${hex}\r\n${rss}\r\n0\r\n\r\n`,
  "a chunk size with many zeros": `${chunked}\r\n00000000000000000000${hex}\r\n${rss}\r\n0\r\n\r\n`,
  "no last chunk": `${chunked}\r\n${hex}\r\n${rss}\r\n`,
  "no line end behind the last chunk": `${chunked}\r\n${hex}\r\n${rss}\r\n0`,
  "a length that is too long": `HTTP/1.1 200 OK\r\nContent-Length: ${size + 50}\r\n\r\n${rss}`,
  "a space before the colon": `${plain}Server : odd\r\n\r\n${rss}`,
  "a control character in a value": `${plain}X-Odd: a\u0001b\r\n\r\n${rss}`,
  "a zero in a value": `${plain}X-Odd: a\0b\r\n\r\n${rss}`,
  "a CR in a value": `${plain}X-Odd: a\rb\r\n\r\n${rss}`,
  "a header without name": `${plain}: empty\r\n\r\n${rss}`,
  "a line without colon": `${plain}JustAWord\r\n\r\n${rss}`,
  "a name with brackets": `${plain}X (Odd): v\r\n\r\n${rss}`,
  "two spaces in the status line": `HTTP/1.1  200 OK\r\nContent-Length: ${size}\r\n\r\n${rss}`,
  "a version without a minor number": `HTTP/1 200 OK\r\nContent-Length: ${size}\r\n\r\n${rss}`,
  "a protocol in small letters": `http/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n${rss}`,
  "empty lines before the answer": `\r\n\r\n${good}`,
  "an upgrade that nobody asked for": `${plain}Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n${rss}`,
  "bytes behind the answer": `HTTP/1.1 200 OK\nContent-Length: ${size}\n\n${rss}HTTP/1.1 500 No\r\n\r\n`,
};

describe("createHttp(): answers that are not HTTP to the letter", () => {
  test.each(Object.keys(careless))("%s", async (name) => {
    server = await startRawServer(host, () => careless[name]);
    expect(textOf(await world.get(server.url("/feed")))).toBe(rss);
  });

  test("a server is asked twice for the first such answer, and once for each that follows", async () => {
    server = await startRawServer(host, () => careless["a folded header"]);
    for (let poll = 0; poll < 3; poll += 1) expect(codeOf(await world.get(server.url("/feed")))).toBe("modified");
    expect(server.asked).toHaveLength(4);
  });

  test("status, headers and validators of such an answer are told as ever", async () => {
    const head = `HTTP/1.1 404 Gone\nETag: "a\u0001b"\nX-A: 1\nX-A: 2\nX-A: 1\nRetry-After: 60\nRetry-After: 90\n\n`;
    server = await startRawServer(host, (path) => (path === "/feed" ? head : `HTTP/1.1 304\nETag: "v2"\n\n`));
    const result = await world.get(server.url("/feed"));
    expect(result).toMatchObject({
      status: 404,
      headers: { etag: '"a b"', "x-a": "1, 2", "retry-after": "60" },
    });
    const known = await world.get(server.url("/known"), { validators: { etag: '"v1"', lastModified: null } });
    expect(known).toMatchObject({ kind: "notModified", validators: { etag: '"v2"' } });
  });

  test("a header that would not stay one line is not sent", async () => {
    server = await startRawServer(host, () => careless["a folded header"]);
    const get = () => world.get(server?.url("/feed") ?? "", { headers: { "X-Key": "a\r\nX-Other: b" } });
    await world.get(server.url("/feed"));
    expect(codeOf(await get())).toBe("config-invalid");
    expect(server.asked).toHaveLength(2);
  });

  test("such an answer is read through a proxy, over TLS and with a certificate too", async () => {
    server = await startRawServer(host, () => careless["a folded header"]);
    const proxy = await startLoopbackProxy(host);
    const url = server.url("/feed").replace(host, "wire.example");
    const route = { certificate: null, proxy: `http://me:hush@${proxy.address}` };
    expect(textOf(await world.get(url, { route }))).toBe(rss);
    expect(proxy.asked).toHaveLength(2);
    expect(proxy.asked[1]).toEqual(proxy.asked[0]);
    proxy.close();
  });
});

describe("createHttp(): what stays refused", () => {
  const refuse = async (answer: string | Buffer, limits = {}) => {
    server = await startRawServer(host, () => answer);
    return world.get(server.url("/feed"), {}, world.open({}, limits));
  };

  test.each([
    ["SSH", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["a document without a head", rss],
    ["nothing", ""],
    ["a head without end", "HTTP/1.1 200 OK\nContent-Type: text/xml\n"],
    ["an answer that never comes", `HTTP/1.1 100 Continue\r\n\r\n`.repeat(20)],
    ["another protocol", "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n\n"],
    ["a chunk that is longer than any document", `${chunked}Content-Length: 5\r\n\r\nffffffffff\r\n${rss}`],
    ["a document that was cut", `HTTP/1.1 200 OK\nContent-Length: ${size}\n\n${rss.slice(0, -4)}`],
    ["chunks that break in the middle", `${chunked}Content-Length: 5\r\n\r\n9\r\n${rss.slice(0, 9)}\r\nxyz\r\n${rss}`],
  ])("%s", async (_name, answer) => {
    expect(codeOf(await refuse(answer))).toBe("reset");
  });

  test("headers over the limit", async () => {
    const answer = `HTTP/1.1 200 OK\n${`X-Long: ${"y".repeat(1000)}\n`.repeat(20)}\n${rss}`;
    expect(codeOf(await refuse(answer, { headerBytesMax: 10_000 }))).toBe("too-large");
  });

  test("a body over the limit", async () => {
    expect(codeOf(await refuse(`HTTP/1.1 200 OK\n\n${"x".repeat(20_000)}`, { wireBytesMax: 10_000 }))).toBe(
      "too-large",
    );
  });

  test("a compressed body that unpacks over the limit", async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(1_000_000));
    const answer = Buffer.concat([Buffer.from("HTTP/1.1 200 OK\nContent-Encoding: gzip\n\n"), bomb]);
    expect(codeOf(await refuse(answer, { bodyBytesMax: 100_000 }))).toBe("too-large");
  });

  test("an address that is refused is refused when it is asked a second time", async () => {
    server = await startRawServer(host, () => "HTTP/1.1 200 OK\n\nx");
    const names = [host, other];
    const client = world.open({
      allowPrivateAddresses: false,
      allowAddresses: [host],
      // The name stands for an allowed address first, and an hour later for another one.
      lookup: (_name, _options, done) => done(null, [{ address: names.shift() ?? other, family: 4 }]),
      clock: { ...systemClock, now: () => (server?.asked.length ?? 0) * 3_600_000 },
    });
    const result = await world.get(server.url("/feed").replace(host, "wire.example"), {}, client);
    expect([codeOf(result), messageOf(result)]).toEqual(["address-refused", expect.stringContaining(other)]);
    expect(server.asked).toHaveLength(1);
  });
});
