import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { afterAll, describe, expect, test } from "vitest";
import type { CliDeps } from "../../src/cli/cli-deps.ts";
import { createProgram } from "../../src/cli/program.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { makeFolder, removeFolder } from "../support/folders.ts";

/** The program must accept the configurations and commands that the README and docs show. */
const pages = ["README.md", ...readdirSync("docs").map((file) => `docs/${file}`)].filter((file) =>
  file.endsWith(".md"),
);
const blocks = pages.flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language = "", text = ""], index) => ({
    page,
    language,
    text,
    name: `${page}, block ${index + 1}`,
  })),
);
const folder = makeFolder();
afterAll(() => removeFolder(folder));

describe("configuration examples", () => {
  test.each(blocks.filter(({ language }) => language === "yaml"))("$name is a valid configuration", ({ text }) => {
    const file = join(folder, "wiredesk.yaml");
    writeFileSync(file, text);
    expect(loadConfig(file, Object.fromEntries(namesIn(text).map((name) => [name, testValue(name)])))).toBeDefined();
  });
});

describe("commands", () => {
  const lines = blocks
    .filter(({ language }) => language === "sh")
    .flatMap(({ text, page }) => text.split("\n").map((line) => ({ page, line: line.replace(/\s+#.*$/, "").trim() })))
    .filter(({ line }) => line !== "");

  test.each(lines)("$page: $line", async ({ line }) => {
    for (const command of line.split(" && ")) {
      const [program, ...words] = wordsOf(command);
      if (program === "npm") expect(isNpmCommand(words)).toBe(true);
      else expect(await parses(program === "node" ? words.slice(1) : words)).toBe(true);
    }
  });

  test("the table names every command", async () => {
    const named = readFileSync("docs/command-line.md", "utf8");
    const missing = commandsOf(await program(["--help"])).filter((path) =>
      path.split(" ").some((word) => !named.includes(word)),
    );
    expect(missing).toEqual([]);
  });
});

test("every link to a file has a target", () => {
  const broken = pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\]\(([^)#]+)[^)]*\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^https?:/.test(target) && !existsSync(join(dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  expect(broken).toEqual([]);
});

/** A value that the configuration takes for an environment variable of this name. */
function testValue(name: string): string {
  if (name.endsWith("_URL")) return "https://secret.example";
  return name === "WEBHOOK_SECRET" ? `whsec_${"A".repeat(32)}` : "secret";
}

/** The program with the commands that a command line loads. */
function program(words: readonly string[]): Promise<Command> {
  const silent = () => undefined;
  return createProgram({ out: silent, talk: silent } as unknown as CliDeps, "0.0.0", words);
}

/** Whether the program accepts these arguments; nothing is run. */
async function parses(words: readonly string[]): Promise<boolean> {
  const parsed = await program(words);
  let ran = false;
  for (const command of all(parsed)) {
    if (command.commands.length > 0) continue;
    command.action(() => {
      ran = true;
    });
  }
  await parsed.parseAsync([...words], { from: "user" });
  return ran;
}

function isNpmCommand([verb = "", ...rest]: readonly string[]): boolean {
  const scripts = Object.keys((JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object }).scripts);
  if (verb === "run") return scripts.includes(rest[0] ?? "");
  return verb === "ci" || scripts.includes(verb);
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = ""]) => name);
}

/** Splits a command line as a shell does, as far as our examples need: words and "quoted words". */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

function all(command: Command): Command[] {
  return [command, ...command.commands.flatMap(all)];
}

function commandsOf(command: Command, path = ""): string[] {
  return command.commands.flatMap((one) => {
    const name = `${path} ${one.name()}`.trim();
    return one.commands.length > 0 ? commandsOf(one, name) : [name];
  });
}
