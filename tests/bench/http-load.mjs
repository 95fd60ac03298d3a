// A load generator for small machines: raw sockets and no parsing beyond status, ETag and length, so that it costs the
// server's processors little. It runs in a process of its own: `const loader = startLoader()`, `await
// loader.run(plan)`, `loader.stop()`.
import { fork } from "node:child_process";
import { connect } from "node:net";

/**
 * One run asks `port` for `seconds` over `connections`. `readers` are asked for in turn, each a path and whether it
 * revalidates, with the ETag that it was answered with last (`crowd`: that any reader of the document was answered with
 * last); `sameShare` of such requests do, where given. `rate` null: every connection asks again as soon as it was
 * answered. Else requests fall due at random at that mean rate, and a latency counts from when its request was due.
 */
export function startLoader() {
  const child = fork(import.meta.filename, ["load"]);
  return {
    run: (plan) =>
      new Promise((resolve, reject) => {
        const died = () => reject(new Error("the load generator died"));
        child.once("exit", died);
        child.once("message", ({ error, result }) => {
          child.off("exit", died);
          if (error === undefined) resolve(result);
          else reject(new Error(error));
        });
        child.send(plan);
      }),
    stop: () => child.kill(),
  };
}

/** Nine readers that revalidate to one that does not, for each document, in an order that mixes documents and kinds. */
export function mixedReaders(paths) {
  return Array.from({ length: 10 }, (_, turn) =>
    paths.map((path, at) => ({ path, revalidates: (turn + at) % 10 !== 0 })),
  ).flat();
}

if (process.argv[2] === "load") {
  process.on("message", (plan) => {
    load(plan).then(
      (result) => process.send({ result }),
      (thrown) => process.send({ error: thrown.message }),
    );
  });
}

async function load(plan) {
  const state = { plan, next: 0, asked: 0, full: [], same: [], bytes: 0, failed: null, startedAt: performance.now() };
  state.endsAt = state.startedAt + plan.seconds * 1000;
  const crowds = new Map(plan.readers.map(({ path }) => [path, { etag: null }]));
  state.readers = plan.readers.map(({ path, revalidates }) => ({
    held: plan.crowd ? crowds.get(path) : { etag: null },
    revalidates,
    request: `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${plan.port}\r\nUser-Agent: bench\r\nAccept-Encoding: ${plan.coding ?? "gzip"}\r\n`,
  }));
  const before = process.cpuUsage();
  await (plan.rate === null ? closedLoop(state) : openLoop(state));
  if (state.failed !== null) throw state.failed;
  const seconds = (performance.now() - state.startedAt) / 1000;
  const cpu = process.cpuUsage(before);
  return {
    rate: (state.full.length + state.same.length) / seconds,
    seconds,
    bytes: state.bytes,
    loaderCpu: (cpu.user + cpu.system) / 1e6 / seconds,
    full: figures(state.full),
    same: figures(state.same),
    all: figures(state.full.concat(state.same)),
  };
}

function figures(latencies) {
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

async function closedLoop(state) {
  const loops = Array.from({ length: state.plan.connections }, async () => {
    const ask = await openConnection(state);
    while (performance.now() < state.endsAt && state.failed === null) await ask(performance.now());
    ask.end();
  });
  await Promise.all(loops);
}

/**
 * Gaps of a Poisson process from a seed; what falls due while every connection is busy waits, and its waiting counts.
 */
async function openLoop(state) {
  const idle = await Promise.all(Array.from({ length: state.plan.connections }, () => openConnection(state)));
  const all = [...idle];
  const due = [];
  let nextAt = performance.now();
  let seed = 1;
  const gap = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return (-Math.log(seed / 2_147_483_647) * 1000) / state.plan.rate;
  };
  const start = () => {
    while (due.length > 0 && idle.length > 0) {
      // In turn: a server closes a connection that nobody uses.
      const ask = idle.shift();
      void ask(due.shift()).then(() => {
        idle.push(ask);
        start();
      });
    }
  };
  while (performance.now() < state.endsAt && state.failed === null) {
    for (const now = performance.now(); nextAt <= now; nextAt += gap()) due.push(nextAt);
    start();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  while ((due.length > 0 || idle.length < all.length) && state.failed === null)
    await new Promise((resolve) => setTimeout(resolve, 1));
  for (const ask of all) ask.end();
}

/** Answers a function that asks for the next reader's document and resolves when it is there whole. */
function openConnection(state) {
  let done = null;
  let reader = null;
  let since = 0;
  let head = "";
  let bodyLeft = 0;
  let kind = null;
  const socket = connect({ port: state.plan.port, host: "127.0.0.1", noDelay: true });
  const fail = (why) => {
    state.failed ??= why instanceof Error ? why : new Error(why);
    done?.();
  };
  const finish = () => {
    state[kind].push(performance.now() - since);
    done();
  };
  socket.on("error", fail);
  socket.on("close", () => performance.now() < state.endsAt && fail("the server closed a connection"));
  socket.on("data", (chunk) => {
    state.bytes += chunk.length;
    if (bodyLeft > 0) {
      bodyLeft -= chunk.length;
      if (bodyLeft < 0) fail("more came than was announced");
      if (bodyLeft === 0) finish();
      return;
    }
    // A head is shorter than this, and comes in one piece nearly always.
    const text = head + chunk.latin1Slice(0, Math.min(chunk.length, 4096));
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      head = text;
      return;
    }
    const bodyHere = chunk.length - (end + 4 - head.length);
    head = "";
    const status = text.slice(9, 12);
    if (status !== "200" && status !== "304") return fail(`answered ${text.slice(0, end)}`);
    kind = status === "304" ? "same" : "full";
    if (kind === "full" || reader.held.etag === null) reader.held.etag = /\r\netag: ([^\r]*)/i.exec(text)[1];
    bodyLeft = (kind === "same" ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(text)[1])) - bodyHere;
    if (bodyLeft === 0) finish();
  });
  const ask = (dueAt) => {
    reader = state.readers[state.next];
    state.next = (state.next + 1) % state.readers.length;
    since = dueAt;
    const { etag } = reader.held;
    const revalidates = reader.revalidates && etag !== null && isChosen(state);
    socket.write(`${reader.request}${revalidates ? `If-None-Match: ${etag}\r\n` : ""}\r\n`, "latin1");
    return new Promise((resolve) => {
      done = resolve;
    });
  };
  ask.end = () => socket.destroy();
  return new Promise((resolve) => socket.once("connect", () => resolve(ask)));
}

/** Spreads `sameShare` evenly over the requests that could revalidate. */
function isChosen(state) {
  const share = state.plan.sameShare ?? 1;
  state.asked += 1;
  return Math.floor(state.asked * share) !== Math.floor((state.asked - 1) * share);
}
