/** One link of a Link header (RFC 8288). */
export interface HeaderLink {
  /** The address as written. A relative address must be resolved against the requested address. */
  readonly target: string;
  /** The relations in lower case. */
  readonly rels: readonly string[];
  readonly type: string | null;
  readonly title: string | null;
}

const headerCharsMax = 8192;

/** The links of a Link header, in order. Each piece up to the next "<" holds one target and its parameters. */
export function readLinkHeader(header: string | undefined): readonly HeaderLink[] {
  return (header ?? "")
    .slice(0, headerCharsMax)
    .split("<")
    .slice(1)
    .map((piece) => {
      const end = piece.indexOf(">");
      const parameters = piece.slice(end + 1);
      return {
        target: piece.slice(0, Math.max(0, end)).trim(),
        rels: (parameterOf(parameters, "rel") ?? "").toLowerCase().split(" "),
        type: parameterOf(parameters, "type"),
        title: parameterOf(parameters, "title"),
      };
    });
}

function parameterOf(parameters: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]{0,200})"|([^\\s;,"]{1,200}))`, "i").exec(parameters);
  return match?.[1] ?? match?.[2] ?? null;
}
