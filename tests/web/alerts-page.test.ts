import { expect, test } from "vitest";
import { post } from "./desk-world.ts";
import { serveRules } from "./rules-world.ts";
import { add } from "./served-desk.ts";

async function signedIn() {
  const world = await serveRules();
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
