// The example mirror follows the demo, repeated and ten times as fast. [--minutes 6] [--kills 20] [--speed 10]
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { makeFolder, startBuilt } from "./built-service.mjs";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "6" },
    kills: { type: "string", default: "20" },
    speed: { type: "string", default: "10" },
  },
});
const [minutes, kills, speed] = [values.minutes, values.kills, values.speed].map(Number);
const token = "an-editors-token-for-the-trial";
const { folder, remove } = makeFolder("mirror");
const { demoSources, renderDemoFeed } = await import(resolve("dist/demo/demo-feeds.js"));
const { demoItems } = await import(resolve("dist/demo/demo-stories.js"));

const began = Date.now();
const agencies = await startAgencies();
const config = {
  store: `sqlite:${join(folder, "wire.db")}`,
  polling: { cron: "* * * * * *", allowPrivateAddresses: true, minInterval: "1s", hostGap: "0s" },
  sources: demoSources.map(({ id, name, kind, rank }) => ({
    ...{ name, kind, rank },
    feeds: [{ url: `${agencies.url}/${id}`, interval: "1s" }],
  })),
};
const service = await startBuilt({ build: ".", folder, config, env: { WIREDESK_ADMIN_TOKEN: token } });
const file = join(folder, "mirror.json");
let mirror = startMirror();
try {
  for (let kill = 1; kill <= kills; kill += 1) {
    await sleep((minutes * 60_000) / kills);
    await end(mirror);
    mirror = startMirror();
    console.log(`${kill} of ${kills}: killed and started again; it has ${entriesOf().length} entries`);
  }
  agencies.pause();
  await compare();
} finally {
  await end(mirror);
  await service.stop();
  agencies.close();
  remove();
}

function startMirror() {
  const args = [resolve("docs/mirror.mjs"), `http://127.0.0.1:${service.port}`, file];
  return spawn(process.execPath, args, { env: { ...process.env, WIREDESK_TOKEN: token }, stdio: "inherit" });
}

async function end(child) {
  const ended = once(child, "close");
  child.kill("SIGKILL");
  await ended;
}

/** The agencies of the demo, who play its script again and again with new numbers. They show their newest 20 items. */
async function startAgencies() {
  let pausedAt = null;
  const scriptSeconds = Math.max(...demoItems.map(({ atSeconds }) => atSeconds)) + 20;
  const server = createServer((request, response) => {
    const source = demoSources.find(({ id }) => request.url === `/${id}`);
    const second = (((pausedAt ?? Date.now()) - began) / 1000) * speed;
    const newest = new Map();
    for (let turn = 0; turn * scriptSeconds <= second; turn += 1) {
      for (const item of demoItems) {
        const atSeconds = turn * scriptSeconds + item.atSeconds;
        if (item.source !== source.id || atSeconds > second) continue;
        const [guid, title] = [`${item.guid}-${turn}`, `${item.title} (day ${turn})`];
        const body = item.body.map((text) => text.replace(/\d+/g, (number) => String(Number(number) + turn * 7)));
        newest.set(guid, { ...item, atSeconds, guid, title, body });
      }
    }
    const items = [...newest.values()].sort((a, b) => b.atSeconds - a.atSeconds).slice(0, 20);
    const { contentType, bytes } = renderDemoFeed(source, items, agencies.url, began);
    response.writeHead(200, { "content-type": contentType });
    response.end(bytes);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Publishes nothing from now on. */
    pause() {
      pausedAt = Date.now();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The last news may still be on its way, so the two are compared until they agree. */
async function compare() {
  for (let tries = 1; tries <= 60; tries += 1) {
    const [stored, mirrored] = [exported(), entriesOf()].map((entries) => entries.map(comparable));
    const different = stored.filter((line, at) => line !== mirrored[at]);
    if (different.length === 0 && stored.length === mirrored.length) {
      console.log(`the mirror has exactly the ${stored.length} entries that the store exports`);
      return;
    }
    await sleep(1000);
  }
  console.error("the mirror does not have what the store exports");
  process.exitCode = 1;
}

function exported() {
  const args = [resolve("dist/main.js"), "--config", join(folder, "wiredesk.yaml"), "export"];
  const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function entriesOf() {
  try {
    return Object.values(JSON.parse(readFileSync(file, "utf8")).entries);
  } catch {
    // It has not written its first answer.
    return [];
  }
}

/** The parts of an entry that both the API and the export give. */
function comparable({ id, guid, url, title, text, published, firstSeen, revision, copy, story, reasons, ...rest }) {
  const source = rest.source.name ?? rest.source;
  const language = rest.lang === undefined ? rest.language : rest.lang;
  const why = reasons.map(({ code, text: words, score, with: other }) => [code, words, score, other]);
  const parts = [id, guid, url, title, text, published, firstSeen, revision, copy, story, source, language, why];
  return JSON.stringify(parts);
}
