import type { ConfigFile } from "./config-schema.ts";
import { Secret } from "./secret.ts";

type Report = (path: readonly PropertyKey[], message: string) => void;
type Fill = (template: string, fault: (message: string) => void) => string;
type Secrets = Readonly<Record<string, Secret>>;

/** Reads request headers (including `basic`) and query keys by feed URL. `fill` inserts environment variables. */
export function readSecrets(
  read: ConfigFile,
  fill: Fill,
  fault: Report,
): { readonly feedHeaders: Map<string, Secrets>; readonly feedQueries: Map<string, Secrets> } {
  const feedHeaders = new Map<string, Secrets>();
  const feedQueries = new Map<string, Secrets>();
  read.sources.forEach((source, sourceIndex) => {
    source.feeds.forEach(({ url, basic, headers, query }, feedIndex) => {
      const href = new URL(url).href;
      const filled = (template: string, ...names: string[]) =>
        fill(template, (message) => fault(["sources", sourceIndex, "feeds", feedIndex, ...names], message));
      const fillAll = (templates: Readonly<Record<string, string>>, part: string): Secrets =>
        Object.fromEntries(
          Object.entries(templates).map(([name, template]) => [name, new Secret(filled(template, part, name))]),
        );
      const own: Secrets = basic === undefined ? {} : { Authorization: new Secret(basicOf(filled(basic, "basic"))) };
      if (headers !== undefined || basic !== undefined)
        feedHeaders.set(href, { ...own, ...fillAll(headers ?? {}, "headers") });
      if (query !== undefined) feedQueries.set(href, fillAll(query, "query"));
    });
  });
  return { feedHeaders, feedQueries };
}

/** RFC 7617 section 2.1: encode the name and password in UTF-8. */
function basicOf(pair: string): string {
  return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
}
