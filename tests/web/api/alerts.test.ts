import { expect, test } from "vitest";
import { createRuleBook } from "../../../src/config/alerts/create-rule-book.ts";
import { createAlertSetup } from "../../../src/runtime/parts/create-alert-setup.ts";
import { makeEntry } from "../../support/make-entry.ts";
import { deskState, fetchedOf, verdictOf } from "../../support/store-fixtures.ts";
import { bridges, configOf, desk, serveRules } from "../rules-world.ts";
import { add, serveDesk } from "../served-desk.ts";

test("an editor tries a rule, saves it, sees it, and removes it", async () => {
  const { ask, store, agencyId, outletId } = await serveRules();
  await add(store, agencyId, {
    guid: "1",
    title: "Bridge falls",
    headline: "Bridge falls",
    contentHash: "1",
    textKey: "1",
  });
  await add(store, outletId, {
    guid: "2",
    title: "Ferry late",
    headline: "Ferry late",
    contentHash: "2",
    textKey: "2",
  });
  const tried = await ask("POST", "/try", { rule: bridges.rule });
  expect(tried).toMatchObject({ status: 200, body: { messages: 1, stories: 1, entries: 2, isWhole: true } });
  expect(tried.body.told).toMatchObject([{ headline: "Bridge falls", source: "Northern Wire", begins: true }]);
  expect((await ask("GET", "")).body.rules).toHaveLength(1);
  expect(await ask("PUT", "/Bridges%20%2F%20roads", bridges)).toEqual({ status: 200, body: { done: true } });
  const { body } = await ask("GET", "");
  expect(body.rules).toMatchObject([
    { name: "Ferries", from: "configuration", by: null, to: ["desk"] },
    { name: "Bridges / roads", from: "editors", by: "ana", to: ["night"], fault: null },
  ]);
  expect(body.rules[1].rule).toMatchObject(bridges.rule);
  expect(await ask("DELETE", "/Bridges%20%2F%20roads")).toEqual({ status: 200, body: { done: true } });
  expect((await ask("GET", "")).body.rules).toHaveLength(1);
  expect((await ask("DELETE", "/Bridges%20%2F%20roads")).status).toBe(404);
});

test("the desk tells by a saved rule from its next pass, until the rule is removed", async () => {
  const { ask, store, config, agencyId, clock } = await serveRules();
  const readAlerts = createAlertSetup(config, store);
  let serial = 0;
  const arrive = async () => {
    serial += 1;
    const entry = makeEntry({
      ...{ guid: `g${serial}`, url: `https://pages.example/${serial}`, title: `Bridge ${serial} falls` },
      headline: `Bridge ${serial} falls`,
      ...{ contentHash: `h${serial}`, textKey: `t${serial}`, firstSeenAt: clock.now(), publishedAt: clock.now() },
    });
    const { newIds } = await store.saveFetched(fetchedOf(agencyId, [{ kind: "new", entry }], { now: clock.now() }));
    const verdicts = newIds.map((id) => verdictOf(id, id, id));
    await store.saveVerdicts(verdicts, deskState(), clock.now(), null, await readAlerts());
  };
  const titles = async () => {
    const listed = await store.listOutbox({ states: ["waiting"], channel: "night", limit: 9 });
    return listed.map(({ message }) => message.title);
  };
  await arrive();
  expect(await titles()).toEqual([]);
  await ask("PUT", "/Bridges", bridges);
  expect(await readAlerts()).toBe(await readAlerts());
  await arrive();
  expect(await titles()).toEqual(["Bridge 2 falls"]);
  expect((await ask("GET", "")).body.outbox).toMatchObject([
    { state: "waiting", channel: "night", rule: "Bridges", title: "Bridge 2 falls", error: null },
  ]);
  await ask("DELETE", "/Bridges");
  await arrive();
  expect(await titles()).toEqual(["Bridge 2 falls"]);
});

test("a rule with a fault is refused in plain words, and nothing is saved", async () => {
  const { ask, store } = await serveRules();
  const detail = async (rule: object, name = "New") => {
    const { status, body } = await ask("PUT", `/${name}`, { rule, by: "ana" });
    return `${status} ${body.detail}`;
  };
  expect(await detail({ to: ["nigt"] })).toBe('400 to.0: there is no channel "nigt"; did you mean "night"?');
  expect(await detail({ match: { query: '"bridge' }, to: ["night"] })).toContain("400 match.query");
  expect(await detail({ section: "sea", to: ["night"] })).toContain('there is no section "sea"');
  expect(await detail({ on: ["newer"], to: ["night"] })).toContain("400 on.0");
  expect(await detail({ too: ["night"], to: ["night"] })).toContain("too");
  expect(await detail(bridges.rule, "Ferries")).toBe('409 the configuration has a rule "Ferries"; choose another name');
  expect((await ask("DELETE", "/Ferries")).status).toBe(409);
  expect((await ask("POST", "/try", { rule: { to: ["nobody"] } })).status).toBe(400);
  expect(await store.listAlertRules()).toEqual([]);
});

test("without the editors' token nobody sees, tries, saves or removes a rule", async () => {
  const { ask, store } = await serveRules();
  await ask("PUT", "/Bridges", bridges);
  for (const token of [null, "wrong"]) {
    expect((await ask("GET", "", null, token)).status).toBe(401);
    expect((await ask("POST", "/try", { rule: bridges.rule }, token)).status).toBe(401);
    expect((await ask("PUT", "/Ours", bridges, token)).status).toBe(401);
    expect((await ask("DELETE", "/Bridges", null, token)).status).toBe(401);
  }
  expect((await store.listAlertRules()).map(({ name }) => name)).toEqual(["Bridges"]);
});

test("a saved rule whose channel is gone tells nothing, and its fault is shown", async () => {
  const { ask, store, url, clock } = await serveRules();
  await ask("PUT", "/Bridges", bridges);
  const config = configOf(desk);
  const setup = await createAlertSetup(config, store)();
  expect(setup?.rules.map(({ name }) => name)).toEqual(["Ferries"]);
  const app = await serveDesk({ url, clock, deps: { adminToken: "right", rules: createRuleBook(config) } });
  const response = await fetch(`${app.url}/api/v1/alerts`, { headers: { Authorization: "Bearer right" } });
  const { rules } = (await response.json()) as { rules: readonly unknown[] };
  expect(rules[1]).toMatchObject({ name: "Bridges", from: "editors", fault: 'to.0: there is no channel "night"' });
});
