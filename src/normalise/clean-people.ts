import type { Person } from "../domain/parsed-feed.ts";
import { cleanLine } from "./clean-text.ts";
import { permalink } from "./identity/permalink.ts";

const peopleMax = 50;
const nameCharsMax = 300;

/** Authors with clean names, each once, at most 50. One who has no name is known by the e-mail address. */
export function cleanPeople(people: readonly Person[]): readonly Person[] {
  const byName = new Map<string, Person>();
  for (const person of people.slice(0, 4 * peopleMax)) {
    const email = person.email === null ? null : cleanLine(person.email).slice(0, nameCharsMax);
    const name = cleanLine(person.name).slice(0, nameCharsMax) || email || "";
    if (name === "" || byName.has(name) || byName.size >= peopleMax) continue;
    byName.set(name, {
      name,
      email: email === "" ? null : email,
      url: person.url === null ? null : permalink(person.url, null),
    });
  }
  return [...byName.values()];
}
