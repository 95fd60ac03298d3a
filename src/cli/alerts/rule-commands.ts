import type { Command } from "commander";
import type { Config } from "../../config/config.ts";
import type { AlertRule } from "../../domain/alerts/alert-rule.ts";
import { titleOf } from "../../domain/alerts/make-message.ts";
import { type RuleTrial, tryRule } from "../../domain/alerts/try-rule.ts";
import { WireError } from "../../domain/errors.ts";
import { counted } from "../../domain/text/counted.ts";
import { didYouMean } from "../../domain/text/nearest-name.ts";
import type { CliDeps } from "../cli-deps.ts";
import { configOf, withStore } from "../with-store.ts";

/** `wiredesk alerts rules|test` */
export function addRuleCommands(alerts: Command, deps: CliDeps): void {
  alerts
    .command("rules")
    .description("the rules of alerts, what they tell, and to which channels")
    .option("--json", "one JSON line for each")
    .action((options: { json?: boolean }, command: Command) => {
      for (const rule of configOf(deps, command).alerts) deps.out(options.json === true ? jsonOf(rule) : lineOf(rule));
    });
  alerts
    .command("test")
    .description("what a rule would have sent in the last 24 hours; nothing is sent")
    .argument("<rule>", "the name of the rule")
    .option("--json", "print one JSON document")
    .action((name: string, options: { json?: boolean }, command: Command) =>
      withStore(deps, command, async (store, config) => {
        const rule = ruleNamed(config, name);
        const trial = await tryRule(store, rule, { now: deps.clock.now(), deskBase: config.server.baseUrl });
        deps.out(options.json === true ? JSON.stringify(trialJson(trial)) : trialLines(rule, trial).join("\n"));
      }),
    );
}

function lineOf({ name, on, digest, to }: AlertRule): string {
  return `${name}: ${digest === null ? on.join(", ") : "digest"} -> ${to.join(", ")}`;
}

function jsonOf({ name, section, on, digest, to }: AlertRule): string {
  return JSON.stringify({ name, section, on: digest === null ? on : [], digest, to });
}

function ruleNamed({ alerts }: Config, name: string): AlertRule {
  const rule = alerts.find((one) => one.name === name);
  if (rule !== undefined) return rule;
  const meant = didYouMean(
    name,
    alerts.map((one) => one.name),
  );
  throw new WireError("not-found", `there is no rule "${name}"${meant}`);
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

function trialJson({ told, entries, isWhole }: RuleTrial) {
  return {
    messages: told.length,
    stories: told.filter(({ begins }) => begins).length,
    ...{ entries, isWhole },
    told: told.map(({ begins, item }) => ({ ...item, begins, at: new Date(item.at).toISOString() })),
  };
}
