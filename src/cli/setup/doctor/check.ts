/** The result of one check of `wiredesk doctor`. `advice`: what to do; null when there is nothing to do. */
export interface Check {
  readonly name: string;
  /** unknown: it could not be checked, because something else is wrong or missing. */
  readonly state: "ok" | "warning" | "wrong" | "unknown";
  readonly found: string;
  readonly advice: string | null;
}

export function well(name: string, found: string): Check {
  return { name, state: "ok", found, advice: null };
}

export function wrong(name: string, found: string, advice: string): Check {
  return { name, state: "wrong", found, advice };
}

export function doubtful(name: string, found: string, advice: string): Check {
  return { name, state: "warning", found, advice };
}

export function unknown(name: string, found: string): Check {
  return { name, state: "unknown", found, advice: null };
}

/** A check as lines for people. */
export function toldCheck({ name, state, found, advice }: Check): readonly string[] {
  const [first = "", ...more] = found.split("\n");
  const indent = " ".repeat(26);
  return [
    `${marks[state].padEnd(8)} ${name.padEnd(16)} ${first}`,
    ...more.map((line) => `${indent}${line}`),
    ...(advice === null ? [] : [`${indent}what to do: ${advice}`]),
  ];
}

const marks = { ok: "ok", warning: "warning", wrong: "WRONG", unknown: "?" } as const;
