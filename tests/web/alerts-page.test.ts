import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { post } from "./desk-world.ts";
import { serveRules } from "./rules-world.ts";
import { add } from "./served-desk.ts";

async function signedIn(channels?: string) {
  const world = await serveRules(channels);
  const login = await post(world.app, "/login", { name: "Ada", token: "right" });
  const headers = { Cookie: String(login.headers["set-cookie"]).split(";")[0]! };
  const read = async () => (await world.app.ask("/alerts", { headers })).text;
  const csrf = /name="csrf" value="([^"]+)"/.exec(await read())?.[1] ?? "";
  const send = (path: string, fields: Record<string, string>) => post(world.app, path, { csrf, ...fields }, headers);
  return { ...world, headers, read, send };
}

test("an editor tries a rule on the page, saves it, and removes it, without a script", async () => {
  const { store, agencyId, app, headers, read, send } = await signedIn();
  await add(store, agencyId, { title: "Bridge falls", headline: "Bridge falls" });
  expect((await app.ask("/", { headers })).text).toContain('<a href="/alerts">Rules of alerts</a>');
  expect(await read()).toContain("sends new, correction, withdrawal, flash to desk");
  const fields = { name: "Bridges", query: "bridge", on: "new", to: "night" };
  const tried = await send("/alerts", { ...fields, action: "try" });
  expect(tried.text).toContain("This would have sent 1 message in the last 24 hours.");
  expect(tried.text).toContain("Northern Wire: Bridge falls");
  expect(tried.text).toContain('value="bridge"');
  expect(await store.listAlertRules()).toEqual([]);
  const saved = await send("/alerts", { ...fields, action: "save" });
  expect([saved.status, saved.headers.location]).toEqual([303, "/alerts"]);
  expect(await store.listAlertRules()).toMatchObject([{ name: "Bridges", madeBy: "Ada" }]);
  const page = await read();
  expect(page).toContain("sends new to night");
  expect(page).toContain("made by Ada");
  expect((await send("/alerts/remove", { name: "Bridges" })).status).toBe(303);
  expect(await read()).not.toContain("made by Ada");
});

test("the form has what the configuration has: section, outlets, digests, quiet hours", async () => {
  const { store, read, send } = await signedIn();
  const page = await read();
  expect(page).toContain('<option value="ports">Ports</option>');
  const fields = {
    name: "Bridges",
    section: "ports",
    query: "bridge",
    on: "new",
    to: "night",
    timeZone: "Europe/Berlin",
  };
  const prompt = {
    ...{ ...fields, outlets: "3", within: "10m", moreOutlets: "5", moreWithin: "30m" },
    ...{ quietFrom: "22:00", quietTo: "06:00" },
  };
  expect((await send("/alerts", { ...prompt, action: "save" })).status).toBe(303);
  const digest = { ...fields, name: "Ports at six", digestAt: "06:00, 18:00", digestDays: "mon" };
  const tried = await send("/alerts", { ...digest, action: "try" });
  expect(tried.text).toContain("Its digests name the top stories and what changed.");
  expect(tried.text).toContain('value="06:00, 18:00"');
  expect((await send("/alerts", { ...digest, action: "save" })).status).toBe(303);
  expect((await store.listAlertRules()).map(({ definition }) => JSON.parse(definition))).toEqual([
    {
      ...{ name: "Bridges", section: "ports", match: { query: "bridge" }, on: ["new"], to: ["night"] },
      ...{ atLeast: { outlets: 3, within: "10m" }, more: { outlets: 5, within: "30m" } },
      quiet: { from: "22:00", to: "06:00", timeZone: "Europe/Berlin" },
    },
    {
      ...{ name: "Ports at six", section: "ports", match: { query: "bridge" }, to: ["night"] },
      digest: { at: ["06:00", "18:00"], days: ["mon"], timeZone: "Europe/Berlin" },
    },
  ]);
  const wrong = await send("/alerts", { ...prompt, digestAt: "06:00", action: "save" });
  expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining("does nothing beside digest")]);
});

test("a button for each channel sends a test message, and the page says what the channel answered", async () => {
  const taken: string[] = [];
  let status = 204;
  const receiver = createServer((request, response) => {
    request.on("data", (chunk) => taken.push(String(chunk)));
    request.on("end", () => response.writeHead(status).end());
  });
  await new Promise<void>((ready) => receiver.listen(0, "127.0.0.1", ready));
  const { port } = receiver.address() as AddressInfo;
  const hook = `{ name: desk, kind: webhook, url: 'http://127.0.0.1:${port}/hook', allowPrivateAddresses: true }`;
  const { app, ask, headers, read, send } = await signedIn(hook);
  expect(await read()).toContain("Send a test to desk");
  const sent = await send("/alerts/send-test", { channel: "desk" });
  expect([sent.status, sent.text]).toEqual([200, expect.stringContaining("desk took the test message.")]);
  expect(JSON.parse(taken.join(""))).toMatchObject({ type: "wiredesk.test" });
  status = 500;
  const refused = await send("/alerts/send-test", { channel: "desk" });
  expect(refused.text).toMatch(/role="alert">desk did not take the test message: .*500/);
  expect((await send("/alerts/send-test", { channel: "nowhere" })).text).toContain(
    "has no channel &quot;nowhere&quot;",
  );
  expect((await ask("POST", "/send-test", { channel: "desk" })).body).toEqual({
    ...{ sent: false, error: expect.stringContaining("500") },
  });
  expect((await ask("POST", "/send-test", { channel: "desk" }, null)).status).toBe(401);
  expect((await post(app, "/alerts/send-test", { channel: "desk" })).status).toBe(401);
  expect((await post(app, "/alerts/send-test", { channel: "desk", csrf: "no" }, headers)).status).toBe(403);
  await new Promise((closed) => receiver.close(closed));
});

test("the page that answers a test of a channel shows the rule as far as it was typed", async () => {
  const { store, read, send } = await signedIn();
  const button = /<button type="submit" form="new-rule" formaction="\/alerts\/send-test#channels" formnovalidate/;
  expect(await read()).toMatch(button);
  const typed = {
    ...{ name: "", query: '"bridge', section: "ports", outlets: "3", within: "10" },
    on: "flash",
    to: "night",
  };
  const { status, text } = await send("/alerts/send-test", { ...typed, channel: "nowhere" });
  expect(status).toBe(200);
  expect(text).toContain("nowhere did not take the test message");
  for (const shown of ['name="query" type="text" value="&quot;bridge"', 'name="outlets" type="number" value="3"'])
    expect(text).toContain(shown);
  for (const chosen of ["flash", "night"]) expect(text).toMatch(new RegExp(`value="${chosen}"[^>]* checked`));
  expect(text).not.toMatch(/value="new"[^>]* checked/);
  expect(text).toMatch(/<option value="ports" selected/);
  expect(text).toMatch(button);
  expect(await store.listAlertRules()).toEqual([]);
});

test("a rule with a fault comes back as it was typed, with what is wrong", async () => {
  const { store, send } = await signedIn();
  const wrong = await send("/alerts", { name: "Open", query: '"bridge', to: "night", action: "save" });
  expect(wrong.status).toBe(400);
  expect(wrong.text).toMatch(/role="alert">match\.query/);
  expect(wrong.text).toContain('value="Open"');
  expect((await send("/alerts", { name: "Ferries", query: "ferry", to: "night", action: "save" })).status).toBe(409);
  expect(await store.listAlertRules()).toEqual([]);
});

test("readers see no rules, and only forms of our own pages change any", async () => {
  const { app, store, headers } = await signedIn();
  const { text } = await app.ask("/alerts");
  expect(text).toContain("Only editors see the rules.");
  expect(text).not.toContain("Ferries");
  expect((await app.ask("/")).text).not.toContain('href="/alerts"');
  const fields = { name: "Bridges", query: "bridge", to: "night", action: "save" };
  expect((await post(app, "/alerts", fields)).status).toBe(401);
  expect((await post(app, "/alerts", { ...fields, csrf: "no" }, headers)).status).toBe(403);
  expect(await store.listAlertRules()).toEqual([]);
});
