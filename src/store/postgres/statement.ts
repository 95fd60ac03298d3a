/** Bound values: an array for `$1`, or an object for `:name`. A JavaScript array is bound as a PostgreSQL array. */
export type Values = readonly unknown[] | Readonly<Record<string, unknown>>;

/** A statement in the form that PostgreSQL takes. */
interface Statement {
  /** The name under which a connection prepares the statement. */
  readonly name: string;
  readonly text: string;
  /** The names of its values, for `$1`, `$2` and so on. */
  readonly names: readonly string[];
}

/**
 * There is a fixed set of statement texts, because values are always bound and never written into the text. More texts
 * than this mean a bug.
 */
const statementsMax = 1000;
const statements = new Map<string, Statement>();

/** The statement for a text that has `:name` for each value. `::type` is a cast and stays as it is. */
export function statementOf(text: string): Statement {
  const known = statements.get(text);
  if (known !== undefined) return known;
  if (statements.size >= statementsMax) throw new Error(`more than ${statementsMax} statement texts`);
  const statement = { name: `s${statements.size}`, ...numbered(text) };
  statements.set(text, statement);
  return statement;
}

/**
 * The text with `$1` instead of its first named value, and so on. A name that occurs several times always gets the same
 * number.
 */
export function numbered(text: string): Omit<Statement, "name"> {
  const names: string[] = [];
  const changed = text.replace(/(?<!:):([a-zA-Z]\w*)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text: changed, names };
}

/** The values in the order of the statement's numbers. */
export function valuesFor(names: readonly string[], values: Values): readonly unknown[] {
  return isList(values) ? values : names.map((name) => values[name]);
}

function isList(values: Values): values is readonly unknown[] {
  return Array.isArray(values);
}
