import type { ComponentChildren } from "preact";
import { writeAskedFilter } from "../../documents/asked-filter.ts";
import type { WordForm } from "../../domain/forms/form.ts";
import { printQuery } from "../../domain/query/print-query.ts";
import { queryCharsMax } from "../../domain/query/search-query.ts";
import type { Section, Sort } from "../../domain/section.ts";
import type { Instant } from "../../domain/time.ts";
import { languageName } from "../page/language-name.ts";
import { DayBar } from "./day-bar.tsx";
import { addressOf, type DeskQuery } from "./desk-query.ts";
import { urgencyNames } from "./row-facts.ts";

/** The choices that the filters offer, as far as the store knows them. */
export interface FilterChoices {
  readonly sections: readonly Section[];
  readonly sources: readonly string[];
  readonly languages: readonly string[];
  /** What is wrong with many feeds at once; null when nothing is. */
  readonly trouble: string | null;
}

/** Shows sections as tabs, and the other filters as a form that puts them into the address. */
export function FilterForm(props: {
  readonly query: DeskQuery;
  readonly choices: FilterChoices;
  readonly error: string | null;
  /** How many entries are still in the search index of an earlier build. */
  readonly waiting: number;
  /** Other forms of the searched words. The search also finds these. */
  readonly forms: readonly WordForm[];
  /** The hits of a search, shown after the explanation of how it was understood. */
  readonly children: ComponentChildren;
  readonly now: Instant;
  /** The reader's time zone, which decides where a day begins. */
  readonly timeZone: string;
}) {
  const { query, choices, error } = props;
  const { asked } = query;
  return (
    <section class="filters" aria-label="Filters">
      <div class="tab-line">
        <nav aria-label="Sections" class="tabs">
          {choices.sections.map((section) => (
            <a
              key={section.id}
              href={`/${addressOf(query, { section: section.id === "all" ? null : section.id })}`}
              {...(section.id === query.section.id ? { "aria-current": "true" as const } : {})}
            >
              {section.title}
            </a>
          ))}
        </nav>
        <DayBar query={query} now={props.now} timeZone={props.timeZone} />
        <label class="script-only follow" hidden title="New rows appear automatically (f)">
          <input type="checkbox" id="follow" checked={query.follow} /> Follow
        </label>
      </div>
      <search>
        <form id="filter" action="/" method="get" aria-label="Filter the river">
          {query.section.id === "all" ? null : <input type="hidden" name="section" value={query.section.id} />}
          {query.follow ? <input type="hidden" name="follow" value="1" /> : null}
          {writeAskedFilter(asked)
            .filter(([name]) => keptParameters.has(name))
            .map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
          <input
            type="search"
            id="q"
            name="q"
            value={asked.text}
            maxLength={queryCharsMax}
            placeholder='Search: ferry OR "port strike" -cruise'
            aria-label="Search the archive"
            {...(error === null ? {} : { "aria-invalid": true, "aria-describedby": "filter-error" })}
          />
          <div class="choices">
            <Choice name="collapse" label="Rows" value={query.collapse}>
              {rowKinds.map(([value, label]) => (
                <option key={value} value={value} selected={value === query.collapse}>
                  {label}
                </option>
              ))}
            </Choice>
            <Choice name="sort" label="Order" value={query.page.sort}>
              {orders.map(([value, label]) => (
                <option key={value} value={value === "arrival" ? "" : value} selected={value === query.page.sort}>
                  {label}
                </option>
              ))}
            </Choice>
            <Choice name="source" label="Source" value={asked.sources[0] ?? ""}>
              <Options none="All sources" values={choices.sources} chosen={asked.sources[0] ?? ""} />
            </Choice>
            <Choice name="lang" label="Language" value={asked.languages[0] ?? ""}>
              <Options
                none="All languages"
                values={choices.languages}
                chosen={asked.languages[0] ?? ""}
                nameOf={languageName}
              />
            </Choice>
            <Choice name="urgency" label="Urgency" value={String(asked.urgencyMax ?? "")}>
              <option value="">Any urgency</option>
              {[1, 2, 3, 4, 5].map((urgency) => (
                <option key={urgency} value={urgency} selected={urgency === asked.urgencyMax}>
                  {urgency === 1 ? "flash" : `${urgencyNames[urgency]} and above`}
                </option>
              ))}
            </Choice>
            <input
              name="category"
              value={asked.categories[0] ?? ""}
              maxLength={200}
              placeholder="Category"
              aria-label="Category"
              class="category"
            />
            <button type="submit">Search</button>
            {query.canonical === "" ? null : (
              <a class="clear" href="/">
                Clear
              </a>
            )}
          </div>
        </form>
      </search>
      <Understood query={query} forms={props.forms} waiting={props.waiting}>
        {props.children}
      </Understood>
      <p id="filter-error" class="error" role="alert" hidden={error === null}>
        {error}
      </p>
    </section>
  );
}

/** Shows how the search was understood, and what was left out of it. */
function Understood(props: {
  readonly query: DeskQuery;
  readonly forms: readonly WordForm[];
  readonly waiting: number;
  readonly children: ComponentChildren;
}) {
  const { query, waiting } = props;
  const { understood } = query;
  if (understood === null) return <div id="understood" hidden />;
  return (
    <div id="understood" class="understood">
      <p>
        Searched as <code dir="auto">{printQuery(understood.query)}</code>
      </p>
      {understood.notes.map(({ at, text }) => (
        <p key={`${at} ${text}`}>
          Character {at}: {text}
        </p>
      ))}
      {formsByWord(props.forms).map(([word, forms]) => (
        <p key={word}>
          <span dir="auto">{word}</span> is also found as <span dir="auto">{forms}</span>
        </p>
      ))}
      {waiting === 0 ? null : (
        <p>
          The index is being rebuilt. In {waiting} older entries, authors, sites and other spellings are not yet found.
        </p>
      )}
      {props.children}
    </div>
  );
}

function formsByWord(forms: readonly WordForm[]): readonly (readonly [string, string])[] {
  const words = [...new Set(forms.map(({ of }) => of))].slice(0, formWordsShown);
  return words.map((word) => {
    const own = [...new Set(forms.filter(({ of }) => of === word).map(({ form }) => form))];
    const more = own.length > formsShown ? ` and ${own.length - formsShown} more` : "";
    return [word, `${own.slice(0, formsShown).join(", ")}${more}`];
  });
}

const formWordsShown = 8;
const formsShown = 12;

/** Filters of the address that have no field in the form. They stay when other filters change. */
const keptParameters = new Set(["kind", "hours", "tz"]);

const rowKinds = [
  ["story", "Stories"],
  ["copy", "Versions"],
  ["none", "All items"],
] as const;

const orders: readonly (readonly [Sort, string])[] = [
  ["arrival", "Newest first"],
  ["top", "Top first"],
  ["matched", "Newest match first"],
  ["relevance", "Best match first"],
  ["published", "Latest date first"],
];

/** Whether a choice has its default value. */
function isUsual(name: string, value: string): boolean {
  return value === "" || (name === "collapse" && value === "story") || (name === "sort" && value === "arrival");
}

function Choice(props: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly children: ComponentChildren;
}) {
  return (
    <select name={props.name} aria-label={props.label} class={isUsual(props.name, props.value) ? "" : "chosen-chip"}>
      {props.children}
    </select>
  );
}

function Options(props: {
  readonly none: string;
  readonly values: readonly string[];
  readonly chosen: string;
  readonly nameOf?: (value: string) => string;
}) {
  const { none, values, chosen, nameOf = (value) => value } = props;
  const known = values.some((value) => value.toLowerCase() === chosen.toLowerCase());
  const all = chosen === "" || known ? values : [chosen, ...values];
  return (
    <>
      <option value="">{none}</option>
      {all.map((value) => (
        <option key={value} value={value} selected={value.toLowerCase() === chosen.toLowerCase()}>
          {nameOf(value)}
        </option>
      ))}
    </>
  );
}
