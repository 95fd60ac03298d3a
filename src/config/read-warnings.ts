import type { ConfigFile } from "./config-schema.ts";

type Source = ConfigFile["sources"][number];
type Section = ConfigFile["sections"][number];

/**
 * Returns warnings about settings that are allowed but probably not intended. `adminToken`: null when editors cannot
 * sign in to see licensed copy on the desk page.
 */
export function readWarnings(read: ConfigFile, adminToken: string | null): string[] {
  return [
    ...unknownSources(read),
    ...openStories(read),
    ...unreadSources(read, adminToken !== null),
    ...shortToken(adminToken),
  ];
}

/**
 * A section may name a source that is not in the configuration, because sources are also added on the sources page,
 * with `feeds add` and by `ingest`.
 */
function unknownSources({ sources, sections }: ConfigFile): string[] {
  const known = new Set(sources.map(({ name }) => name.toLowerCase()));
  return sections.flatMap(({ id, match }) =>
    match.sources
      .filter((name) => !known.has(name.toLowerCase()))
      .map(
        (name) =>
          `section "${id}" names source "${name}", which is not in the configuration: the section stays empty until a feed of that source is added`,
      ),
  );
}

/** Wrong tokens, however many, never delay a correct one, so the token must be too long to guess. */
function shortToken(adminToken: string | null): string[] {
  if (adminToken === null || adminToken.length >= adminTokenCharsMin) return [];
  return [
    `WIREDESK_ADMIN_TOKEN has ${adminToken.length} characters and can be guessed: use at least ${adminTokenCharsMin} random characters, for example from "openssl rand -hex 16"`,
  ];
}

const adminTokenCharsMin = 16;

/**
 * Access keys of a section without private sources protect nothing, because the section's stories are public elsewhere.
 */
function openStories({ sources, sections }: ConfigFile): string[] {
  return sections
    .filter((section) => section.access !== undefined)
    .filter((section) => !sources.some((source) => source.private && takesFrom(section, source)))
    .map(
      ({ id }) =>
        `section "${id}" has access keys, but none of its sources is private: its stories also appear in /feeds/all, on the desk page and in the API`,
    );
}

function unreadSources({ sources, sections }: ConfigFile, hasEditors: boolean): string[] {
  if (hasEditors) return [];
  const keyed = sections.filter((section) => section.access !== undefined);
  return sources
    .filter((source) => source.private && !keyed.some((section) => takesFrom(section, source)))
    .map(
      ({ name }) =>
        `source "${name}" is private, but nobody can read it: no section with access keys includes it, and WIREDESK_ADMIN_TOKEN is not set`,
    );
}

function takesFrom({ match }: Section, { name, kind }: Source): boolean {
  const names = match.sources.map((one) => one.toLowerCase());
  return (
    (names.length === 0 || names.includes(name.toLowerCase())) &&
    (match.kinds.length === 0 || match.kinds.includes(kind))
  );
}
