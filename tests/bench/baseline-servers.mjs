// Bare node:http, bare Express and nginx sending documents that were made before: what the feeds' own server is
// measured against.
import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import express from "express";

/** `documents`: path, contentType, plain and gzip bytes. Answers port, pid and stop. */
export function startExpress(documents) {
  return startBaseline("bare Express", "express", documents);
}

/** The least that Node can do for the same answers: a map of documents, and their headers written by hand. */
export function startNode(documents) {
  return startBaseline("bare node:http", "node", documents);
}

async function startBaseline(name, kind, documents) {
  const child = fork(import.meta.filename, [kind], { serialization: "advanced" });
  child.send(documents);
  const [port] = await once(child, "message");
  return { name, port, pids: [child.pid], stop: () => child.kill() };
}

/** nginx with one worker and the documents as files, those in gzip beside them; null where it is not installed. */
export async function startNginx(documents, folder) {
  const root = join(folder, "nginx");
  for (const { path, bytes, gzip } of documents) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), bytes);
    writeFileSync(join(root, `${path}.gz`), gzip);
  }
  const port = await freePort();
  const file = join(folder, "nginx.conf");
  writeFileSync(file, nginxConfig(port, root, folder));
  const child = spawn("nginx", ["-c", file, "-p", folder], { stdio: ["ignore", "inherit", "inherit"] });
  const failed = await Promise.race([once(child, "error").then(() => true), answers(port).then(() => false)]);
  const stop = async () => {
    child.kill();
    await once(child, "exit");
  };
  return failed ? null : { name: "nginx", port, pids: [child.pid], stop };
}

/** A port that nobody listens at now. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      return await fetch(`http://127.0.0.1:${port}/`);
    } catch {
      await sleep(20);
    }
  }
  throw new Error("nginx does not answer");
}

/** One process that serves, as the others have one thread; Cache-Control, Vary and gzip as they send them. */
function nginxConfig(port, root, folder) {
  const types = "application/rss+xml rss; application/atom+xml atom; application/feed+json json;";
  return `daemon off; master_process off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr crit;
events { worker_connections 512; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; types { ${types} }
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3; uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  server { listen 127.0.0.1:${port}; root ${root}; gzip_static on; gzip_vary on; add_header Cache-Control "public, max-age=60"; }
}
`;
}

if (process.argv[2] === "express") process.once("message", serveExpress);
if (process.argv[2] === "node") process.once("message", serveNode);

function serveExpress(documents) {
  const answerOf = new Map(documents.map((document) => [document.path, document]));
  const app = express();
  app.disable("x-powered-by");
  app.get("/feeds/:name", (request, response) => {
    const { contentType, bytes, gzip, etag } = answerOf.get(request.path);
    const zipped = request.headers["accept-encoding"] === "gzip";
    response.set({ "Content-Type": contentType, "Cache-Control": "public, max-age=60", Vary: "Accept-Encoding" });
    response.set("ETag", zipped ? `${etag.slice(0, -1)}-gzip"` : etag);
    if (zipped) response.set("Content-Encoding", "gzip");
    response.send(zipped ? gzip : bytes);
  });
  const server = app.listen(0, "127.0.0.1", () => process.send(server.address().port));
}

function serveNode(documents) {
  const answerOf = new Map(documents.map((document) => [document.path, document]));
  const server = createHttpServer((request, response) => {
    const { contentType, bytes, gzip, etag: plainEtag } = answerOf.get(request.url);
    const zipped = request.headers["accept-encoding"] === "gzip";
    const etag = zipped ? `${plainEtag.slice(0, -1)}-gzip"` : plainEtag;
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, { ETag: etag });
      response.end();
      return;
    }
    const body = zipped ? gzip : bytes;
    const coding = zipped ? { "Content-Encoding": "gzip" } : {};
    response.writeHead(200, {
      ...{ "Content-Type": contentType, "Content-Length": body.length, ETag: etag },
      ...{ "Cache-Control": "public, max-age=60", Vary: "Accept-Encoding" },
      ...coding,
    });
    response.end(body);
  }).listen(0, "127.0.0.1", () => process.send(server.address().port));
}
