import { afterEach, expect, test, vi } from "vitest";
import { createWorkspace, runCli } from "../support/cli.ts";

afterEach(() => vi.restoreAllMocks());

const cursorHidden = "\x1b[?25l";
const cursorShown = "\x1b[?25h";

test("stories recluster gives the terminal its cursor back when it fails", async () => {
  const workspace = createWorkspace();
  const drawn: string[] = [];
  const wasTerminal = process.stderr.isTTY;
  process.stderr.isTTY = true;
  vi.spyOn(process.stderr, "write").mockImplementation((text) => drawn.push(String(text)) > 0);
  try {
    const words = ["stories", "recluster", "--since", "2026-11-22T08:00:00Z"];
    const loadEngine = () => Promise.reject(new Error("no engine"));
    const { code } = await runCli(workspace, words, {}, { isTerminal: true, loadEngine });
    expect(code).toBe(1);
    const cursor = drawn.filter((text) => text === cursorHidden || text === cursorShown);
    expect(cursor).toEqual([cursorHidden, cursorShown]);
  } finally {
    process.stderr.isTTY = wasTerminal;
    workspace.remove();
  }
});
