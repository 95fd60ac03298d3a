import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { figures, serveMetrics } from "./serve-metrics.ts";

/** The files for Prometheus and Grafana name only what `/metrics` has. */
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly annotations: { readonly summary: string; readonly description: string };
}

interface Panel {
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string }[];
}

const read = (name: string) => readFileSync(`packaging/monitoring/${name}`, "utf8");
const rules = (parse(read("alerts.yml")) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(read("grafana-dashboard.json")) as { panels: Panel[] };
const asked = [
  ...rules.map(({ alert, expr }) => ({ place: alert, expr })),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ place: title, expr }))),
];
let served: string;

beforeAll(async () => {
  const app = await serveMetrics(() => figures);
  served = (await app.ask("/metrics")).text;
  await app.close();
});

describe("the alert rules and the dashboard", () => {
  test.each(asked)("$place asks for metrics and labels that exist: $expr", ({ expr }) => {
    const names = [...expr.matchAll(/\b(?:wiredesk|process|nodejs)_\w+/g)].map(([name]) => name);
    const declared = new Set([...served.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const histograms = new Set([...served.matchAll(/^# TYPE (\S+) histogram/gm)].map(([, name]) => name));
    const exists = (name: string) => declared.has(name) || histograms.has(name.replace(/_(?:bucket|count|sum)$/, ""));
    expect(names.filter((name) => !exists(name))).toEqual([]);
    for (const [bucket] of expr.matchAll(/\w+_bucket\{le="[^"]*"\}/g)) expect(served).toContain(`\n${bucket} `);
    expect(names.length + (expr.startsWith("up{") ? 1 : 0)).toBeGreaterThan(0);
    for (const [, name = "", labels = ""] of expr.matchAll(/(\w+)\{([^}]*)\}/g)) {
      const used = [...labels.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)]
        .map(([, label]) => label)
        .filter((one) => one !== "job");
      const series = [...served.matchAll(new RegExp(`^${name}\\{([^}]*)\\}`, "gm"))].map(([, held = ""]) => held);
      for (const label of used) expect(series.every((held) => held.includes(`${label}="`))).toBe(true);
    }
    expect([...expr].filter((sign) => sign === "(").length).toBe([...expr].filter((sign) => sign === ")").length);
  });

  test("every alert says what happened and what to do, and no two have one name", () => {
    for (const { annotations } of rules) {
      expect(annotations.summary).toMatch(/^\w/);
      expect(annotations.description.length).toBeGreaterThan(40);
    }
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  test("no panel lies on another", () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});
