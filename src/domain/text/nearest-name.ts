/**
 * The name that a person probably meant by `written`, or null when none of `names` is similar. Capital letters do not
 * matter. At most three letters may differ, and more than two fifths of the letters must agree.
 */
export function nearestName(written: string, names: Iterable<string>): string | null {
  const word = [...written.toLowerCase()].slice(0, charsMax);
  let nearest: string | null = null;
  let leastLetters = differentLettersMax + 1;
  for (const name of names) {
    const other = [...name.toLowerCase()];
    const longer = Math.max(word.length, other.length);
    if (Math.abs(word.length - other.length) >= leastLetters) continue;
    const letters = differentLetters(word, other);
    if (letters >= leastLetters || (longer - letters) / longer <= likenessMin) continue;
    nearest = name;
    leastLetters = letters;
  }
  return nearest;
}

/** "; did you mean "Anadolu"?", or nothing when no name is similar to the written one. */
export function didYouMean(written: string, names: Iterable<string>): string {
  const nearest = nearestName(written, names);
  return nearest === null ? "" : `; did you mean "${nearest}"?`;
}

const charsMax = 100;
const differentLettersMax = 3;
const likenessMin = 0.4;

/** How many letters must be added, removed, replaced or swapped with their neighbour (optimal string alignment). */
function differentLetters(from: readonly string[], to: readonly string[]): number {
  let before: number[] = [];
  let above = to.map((_, column) => column);
  above.push(to.length);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const replaced = at(above, column - 1) + (isSame ? 0 : 1);
      let least = Math.min(at(above, column) + 1, at(line, column - 1) + 1, replaced);
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        least = Math.min(least, at(before, column - 2) + 1);
      line.push(least);
    }
    before = above;
    above = line;
  }
  return at(above, to.length);
}

function at(line: readonly number[], column: number): number {
  return line[column] ?? Number.POSITIVE_INFINITY;
}
