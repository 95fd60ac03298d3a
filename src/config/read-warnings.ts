import type { ConfigFile } from "./config-schema.ts";

type Source = ConfigFile["sources"][number];
type Section = ConfigFile["sections"][number];

/**
 * Warns of settings that are allowed but probably not meant. `hasEditors`: somebody can sign in and see licensed copy
 * on the desk page.
 */
export function readWarnings(read: ConfigFile, adminToken: string | null): string[] {
  return [
    ...unknownSources(read),
    ...openStories(read),
    ...unreadSources(read, adminToken !== null),
    ...shortToken(adminToken),
  ];
}

/** A right token is let in at once, whatever strangers try meanwhile: so it must be one that nobody guesses. */
function shortToken(adminToken: string | null): string[] {
  if (adminToken === null || adminToken.length >= adminTokenCharsMin) return [];
  return [
    `WIREDESK_ADMIN_TOKEN has ${adminToken.length} characters and can be guessed: take ${adminTokenCharsMin} random ones or more, such as "openssl rand -hex 16" makes`,
  ];
}

const adminTokenCharsMin = 16;

function unknownSources({ sources, sections }: ConfigFile): string[] {
  const known = new Set(sources.map((source) => source.name.toLowerCase()));
  return sections.flatMap((section) =>
    section.match.sources
      .filter((name) => !known.has(name.toLowerCase()))
      .map((name) => `section "${section.id}" asks for source "${name}", which the configuration does not have`),
  );
}

/** A key that protects nothing: the stories of the section are also public. */
function openStories({ sources, sections }: ConfigFile): string[] {
  return sections
    .filter((section) => section.access !== undefined)
    .filter((section) => !sources.some((source) => source.private && takesFrom(section, source)))
    .map(
      ({ id }) =>
        `section "${id}" has access keys, but none of its sources is private: its stories also stand in /feeds/all, the desk page and the API`,
    );
}

function unreadSources({ sources, sections }: ConfigFile, hasEditors: boolean): string[] {
  if (hasEditors) return [];
  const keyed = sections.filter((section) => section.access !== undefined);
  return sources
    .filter((source) => source.private && !keyed.some((section) => takesFrom(section, source)))
    .map(
      ({ name }) =>
        `source "${name}" is private, but nobody can read it: no section with access keys takes it, and there is no WIREDESK_ADMIN_TOKEN`,
    );
}

function takesFrom({ match }: Section, { name, kind }: Source): boolean {
  const names = match.sources.map((one) => one.toLowerCase());
  return (
    (names.length === 0 || names.includes(name.toLowerCase())) &&
    (match.kinds.length === 0 || match.kinds.includes(kind))
  );
}
