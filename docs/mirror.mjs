// Keeps a copy of a wiredesk's entries in a file: node mirror.mjs http://localhost:8080 mirror.json
// With WIREDESK_TOKEN (the editors' token) the copy has private sources too. It may be ended at any moment.
import { readFile, rename, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const [address = "http://localhost:8080", file = "mirror.json"] = process.argv.slice(2);
const token = process.env.WIREDESK_TOKEN;
const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
const nothing = () => ({ next: null, entries: {} });

let mirror = JSON.parse(await readFile(file, "utf8").catch(() => JSON.stringify(nothing())));
for (;;) {
  const since = mirror.next === null ? {} : { since: mirror.next };
  const asked = new URLSearchParams({ wait: "30", limit: "500", ...since });
  const response = await fetch(`${address}/api/v1/changes?${asked}`, { headers }).catch(() => null);
  if (response?.status === 410) {
    // The log does not reach back this far: begin again.
    mirror = nothing();
    continue;
  }
  const answer = response?.ok ? await response.json().catch(() => null) : null;
  if (answer === null) {
    await sleep(2000);
    continue;
  }
  for (const { kind, id, entry } of answer.changes) {
    if (kind === "removed") delete mirror.entries[id];
    else mirror.entries[id] = entry;
  }
  mirror.next = answer.next;
  // The entries and the place that belongs to them are saved together, or not at all.
  await writeFile(`${file}.part`, JSON.stringify(mirror));
  await rename(`${file}.part`, file);
}
