import { z } from "zod";
import type { ListedMessage } from "../../domain/alerts/outbox-store.ts";
import { nameOf, type PresentRule, presentRules } from "../../domain/alerts/rule-book.ts";
import { trialFigures, tryRule } from "../../domain/alerts/try-rule.ts";
import { WireError } from "../../domain/errors.ts";
import { bookOf, ruleStoreOf } from "../alerts/rule-deps.ts";
import { byName, done } from "./api-bodies.ts";
import { type ApiOperation, operation } from "./api-operation.ts";
import { time } from "./api-schemas.ts";
import { timeValue } from "./api-values.ts";

const definition = z
  .record(z.string(), z.unknown())
  .describe("A rule in the form of the configuration, without its name");
const namePath = z.object({ name: z.string().describe("The name of a rule") });

const ruleSchema = z.object({
  name: z.string(),
  from: z.enum(["configuration", "editors"]),
  section: z.string().nullable(),
  on: z.array(z.string()).describe("Empty for a digest"),
  isDigest: z.boolean(),
  to: z.array(z.string()).describe("Names of channels"),
  by: z.string().nullable().describe("The editor who made it; null in the configuration"),
  made: time.nullable(),
  fault: z
    .string()
    .nullable()
    .describe("Why an editors' rule sends nothing (the configuration has changed since); otherwise null"),
  rule: definition.nullable().describe("What an editor saved; null for a rule of the configuration"),
});

const messageSchema = z.object({
  number: z.number().int().describe("For `wiredesk alerts resend` and `drop`"),
  state: z.enum(["waiting", "sent", "failed", "dropped"]),
  channel: z.string(),
  rule: z.string(),
  title: z.string(),
  created: time,
  ended: time.nullable().describe("When it was sent, given up or dropped"),
  attempts: z.number().int().describe("How often sending has failed"),
  error: z.string().nullable(),
});

const trialSchema = z.object({
  messages: z.number().int().describe("How many messages the rule would have sent"),
  stories: z.number().int().describe("How many of them report a story for the first time"),
  entries: z.number().int().describe("How many entries were tried"),
  isWhole: z.boolean().describe("False when there were too many entries, and only the oldest of them were tried"),
  told: z.array(
    z.object({
      ...{ event: z.string(), headline: z.string(), summary: z.string(), source: z.string(), at: time },
      outlets: z.number().int().nullable(),
      url: z.string().nullable(),
      deskUrl: z.string(),
      begins: z.boolean().describe("Whether it reports the story for the first time"),
    }),
  ),
});

/** The rules of alerts, for editors. */
export const alertOperations: readonly ApiOperation[] = [
  operation({
    method: "get",
    path: "/api/v1/alerts",
    summary: "The rules of alerts, and the newest messages of the outbox",
    answerSchema: z.object({ rules: z.array(ruleSchema), outbox: z.array(messageSchema) }),
    editor: true,
    async run(deps) {
      const store = ruleStoreOf(deps);
      const states = ["waiting", "failed", "sent", "dropped"] as const;
      const outbox = await store.listOutbox({ states, channel: null, limit: outboxMax });
      const rules = presentRules(bookOf(deps), await store.listAlertRules());
      return { rules: rules.map(ruleValue), outbox: outbox.map(messageValue) };
    },
  }),
  operation({
    method: "post",
    path: "/api/v1/alerts/try",
    summary: "What a rule would have sent in the last 24 hours. Nothing is sent or saved",
    bodySchema: z.object({ rule: definition }),
    answerSchema: trialSchema,
    editor: true,
    async run(deps, { body }) {
      const rule = bookOf(deps).read({ name: "a new rule", ...body.rule });
      return trialFigures(await tryRule(ruleStoreOf(deps), rule, { now: deps.clock.now(), deskBase: deps.baseUrl }));
    },
  }),
  operation({
    method: "post",
    path: "/api/v1/alerts/send-test",
    summary: "Sends a test message to a channel now, and says what the channel answered",
    bodySchema: z.object({ channel: z.string().describe("The name of a channel") }),
    answerSchema: z.object({
      sent: z.boolean(),
      error: z.string().nullable().describe("Why the channel did not take the message"),
    }),
    editor: true,
    async run({ sendTest }, { body: { channel } }) {
      if (sendTest === undefined) throw new WireError("not-found", "This server has no channels.");
      const result = await sendTest(channel);
      return { sent: result.kind === "sent", error: result.kind === "sent" ? null : result.error };
    },
  }),
  operation({
    method: "put",
    path: "/api/v1/alerts/{name}",
    summary: "Adds an editors' rule of alerts, or replaces the one of that name",
    pathSchema: namePath,
    bodySchema: z.object({ rule: definition, by: byName }),
    answerSchema: done,
    editor: true,
    async run(deps, { path, body }) {
      const given = { ...body.rule, name: path.name };
      const { name } = bookOf(deps).read(given);
      await deps.commands.run({ kind: "saveAlertRule", name, definition: JSON.stringify(given), by: body.by });
      return { done: true as const };
    },
  }),
  operation({
    method: "delete",
    path: "/api/v1/alerts/{name}",
    summary: "Removes an editors' rule of alerts. What waits in the outbox is still sent",
    pathSchema: namePath,
    answerSchema: done,
    editor: true,
    async run(deps, { path: { name } }) {
      const isStored = (await ruleStoreOf(deps).listAlertRules()).some((stored) => stored.name === name);
      if (!isStored && bookOf(deps).configured.some((rule) => rule.name === name))
        throw new WireError("conflict", `The rule "${name}" is in the configuration; remove it there.`);
      await deps.commands.run({ kind: "removeAlertRule", name });
      return { done: true as const };
    },
  }),
];

const outboxMax = 100;

function ruleValue(present: PresentRule) {
  const { rule } = present;
  const stored = present.kind === "stored" ? present.stored : null;
  return {
    name: nameOf(present),
    from: stored === null ? ("configuration" as const) : ("editors" as const),
    section: rule?.section ?? null,
    on: rule === null || rule.digest !== null ? [] : [...rule.on],
    isDigest: rule !== null && rule.digest !== null,
    to: [...(rule?.to ?? [])],
    by: stored?.madeBy ?? null,
    made: stored === null ? null : timeValue(stored.madeAt),
    fault: present.fault,
    rule: stored === null ? null : (JSON.parse(stored.definition) as Record<string, unknown>),
  };
}

function messageValue({ seq, state, channel, message, attempts, lastError, createdAt, endedAt }: ListedMessage) {
  return {
    ...{ number: seq, state, channel, rule: message.rule, title: message.title, attempts, error: lastError },
    created: timeValue(createdAt),
    ended: endedAt === null ? null : timeValue(endedAt),
  };
}
