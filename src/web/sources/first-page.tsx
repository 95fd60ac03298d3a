import type { Section } from "../../domain/section.ts";
import { duration } from "../page/duration.ts";
import { PageFrame } from "../page/page-frame.tsx";
import type { Viewer } from "../page/viewer.ts";
import type { FirstTable } from "./first-tables.ts";

/** Shows which sources are first with the news, for each section. */
export function FirstPage(props: {
  readonly tables: readonly FirstTable[];
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  return (
    <PageFrame title="Who is first – wiredesk" sections={props.sections} viewer={props.viewer} page="sources">
      <main id="main" tabIndex={-1} class="sources">
        <h1>Who is first</h1>
        <p class="meta">
          Counts the newest stories that at least two sources carried. The first source is the one whose entry arrived
          here first.
        </p>
        <div class="forms">
          {props.tables.map((table) => (
            <League key={table.section.id} table={table} />
          ))}
        </div>
        <p>
          <a href="/sources">All sources</a>
        </p>
      </main>
    </PageFrame>
  );
}

function League({ table: { section, stories, rows } }: { readonly table: FirstTable }) {
  if (rows.length === 0)
    return (
      <section>
        <h2>{section.title}</h2>
        <p class="meta">No story has been carried by two sources yet.</p>
      </section>
    );
  return (
    <section>
      <table>
        <caption>
          {section.title}: {stories} {stories === 1 ? "story" : "stories"}
        </caption>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col" class="number">
              First
            </th>
            <th scope="col" class="number">
              Carried
            </th>
            <th scope="col" class="number">
              Otherwise late by
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ source, first, told, behindMs }) => (
            <tr key={source}>
              <td>
                <a href={`/?source=${encodeURIComponent(source)}`}>
                  <bdi>{source}</bdi>
                </a>
              </td>
              <td class="number">
                <b>{first}</b>
              </td>
              <td class="number">{told}</td>
              <td class="number">{behindMs === null ? "–" : duration(behindMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
