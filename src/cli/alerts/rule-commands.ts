import type { Command } from "commander";
import { createRuleBook } from "../../config/alerts/create-rule-book.ts";
import type { Config } from "../../config/config.ts";
import type { AlertRule } from "../../domain/alerts/alert-rule.ts";
import { titleOf } from "../../domain/alerts/make-message.ts";
import { nameOf, type PresentRule, presentRules } from "../../domain/alerts/rule-book.ts";
import { type RuleTrial, trialFigures, tryRule } from "../../domain/alerts/try-rule.ts";
import { WireError } from "../../domain/errors.ts";
import type { Store } from "../../domain/store.ts";
import { counted } from "../../domain/text/counted.ts";
import { didYouMean } from "../../domain/text/nearest-name.ts";
import type { CliDeps } from "../cli-deps.ts";
import { withStore } from "../with-store.ts";

/** `wiredesk alerts rules|test` */
export function addRuleCommands(alerts: Command, deps: CliDeps): void {
  alerts
    .command("rules")
    .description("the rules of alerts, the events that they report, and their channels")
    .option("--json", "one JSON line for each")
    .action((options: { json?: boolean }, command: Command) =>
      withStore(deps, command, async (store, config) => {
        for (const present of await readRules(store, config))
          deps.out(options.json === true ? jsonOf(present) : lineOf(present));
      }),
    );
  alerts
    .command("test")
    .description("what a rule would have sent in the last 24 hours; nothing is sent")
    .argument("<rule>", "the name of the rule")
    .option("--json", "print one JSON document")
    .action((name: string, options: { json?: boolean }, command: Command) =>
      withStore(deps, command, async (store, config) => {
        const rule = ruleNamed(await readRules(store, config), name);
        const trial = await tryRule(store, rule, { now: deps.clock.now(), deskBase: config.server.baseUrl });
        deps.out(options.json === true ? JSON.stringify(trialFigures(trial)) : trialLines(rule, trial).join("\n"));
      }),
    );
}

async function readRules(store: Store, config: Config): Promise<readonly PresentRule[]> {
  return presentRules(createRuleBook(config), await store.listAlertRules());
}

function lineOf(present: PresentRule): string {
  const by = present.kind === "stored" ? ` (by ${present.stored.madeBy})` : "";
  if (present.rule === null) return `${nameOf(present)}: sends nothing: ${present.fault}${by}`;
  const { digest, on, to } = present.rule;
  return `${nameOf(present)}: ${digest === null ? on.join(", ") : "digest"} -> ${to.join(", ")}${by}`;
}

function jsonOf(present: PresentRule): string {
  const { rule } = present;
  return JSON.stringify({
    ...{ name: nameOf(present), section: rule?.section ?? null },
    on: rule === null || rule.digest !== null ? [] : rule.on,
    ...{ digest: rule?.digest ?? null, to: rule?.to ?? [] },
    by: present.kind === "stored" ? present.stored.madeBy : null,
    fault: present.fault,
  });
}

function ruleNamed(present: readonly PresentRule[], name: string): AlertRule {
  const found = present.find((one) => nameOf(one) === name);
  if (found === undefined)
    throw new WireError("not-found", `there is no rule "${name}"${didYouMean(name, present.map(nameOf))}`);
  if (found.rule === null) throw new WireError("usage", `the rule "${name}" has a fault: ${found.fault}`);
  return found.rule;
}

const shownMax = 20;

function trialLines({ quiet, digest }: AlertRule, { told, entries, isWhole }: RuleTrial): readonly string[] {
  const stories = told.filter(({ begins }) => begins).length;
  const counts = `${counted(stories, "story", "stories")}, ${counted(told.length - stories, "follow-up", "follow-ups")}`;
  const lines = [`this would have sent ${counted(told.length, "message", "messages")} in the last 24 hours: ${counts}`];
  if (digest !== null) lines.push("the rule sends digests, so these come together at its times");
  if (quiet !== null) lines.push("events in quiet hours come in one message at their end");
  if (!isWhole) lines.push(`only the first ${entries} entries were tried`);
  for (const { item } of told.slice(-shownMax))
    lines.push(`  ${new Date(item.at).toISOString()}  ${item.source}: ${titleOf(item)}`);
  return lines;
}
