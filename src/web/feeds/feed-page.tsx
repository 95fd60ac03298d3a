import type { IncomingMessage, ServerResponse } from "node:http";
import { render } from "preact-render-to-string";
import type { FeedView } from "../../documents/renderer.ts";
import { allSections, isKeyed } from "../../documents/section-access.ts";
import type { SectionDigest } from "../../domain/alerts/digests/digest.ts";
import type { WireItem } from "../../domain/section.ts";
import { feedFormats } from "../../publish/feed-formats.ts";
import { leavingSignal } from "../page/leaving-signal.ts";
import { PageFrame } from "../page/page-frame.tsx";
import { readAskedPage } from "../page/read-asked-page.ts";
import { sendPage } from "../page/send-page.ts";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import type { DeskDeps } from "../web-deps.ts";
import { DigestList } from "./digest-list.tsx";

/**
 * Whether a person has opened the feed in a browser: a navigation that asks for HTML. Feed readers do not send these
 * headers, and a script cannot set Sec-Fetch-Dest, so a feed reader never gets the page. (For XML, an XSLT style sheet
 * could make the page, but browsers are dropping XSLT.)
 */
export function wantsPage(request: IncomingMessage): boolean {
  return request.headers["sec-fetch-dest"] === "document" && (request.headers.accept ?? "").includes("text/html");
}

/** Sends a page that says what the address is and how to subscribe, with the newest items. */
export async function sendFeedPage(deps: DeskDeps, response: ServerResponse, view: FeedView): Promise<void> {
  const newest = await readNewest(deps, response, view);
  response.setHeader("Vary", "Sec-Fetch-Dest");
  sendPage(
    deps,
    response,
    render(
      <FeedPage
        view={view}
        newest={newest}
        baseUrl={deps.baseUrl}
        sections={allSections(deps.sections.filter((section) => !isKeyed(section)))}
        viewer={readViewer(response.req, deps)}
      />,
    ),
  );
}

/** What the feed brought last: stories, or the digests of a section. */
type Newest =
  | { readonly kind: "items"; readonly items: readonly WireItem[] }
  | { readonly kind: "digests"; readonly digests: readonly SectionDigest[] };

async function readNewest(deps: DeskDeps, response: ServerResponse, view: FeedView): Promise<Newest> {
  if (view.digestOf !== undefined)
    return { kind: "digests", digests: await deps.store.readDigests(view.digestOf, view.page.filter) };
  const asked = { query: { ...view.page, limit: itemsMax }, isNarrowed: view.lane === "asked" };
  const { items } = await readAskedPage(deps, { editor: null }, asked, leavingSignal(response));
  return { kind: "items", items };
}

const itemsMax = 20;

function FeedPage(props: {
  readonly view: FeedView;
  readonly newest: Newest;
  readonly baseUrl: string;
  readonly sections: Parameters<typeof PageFrame>[0]["sections"];
  readonly viewer: Viewer;
}) {
  const { view, newest, baseUrl } = props;
  const isDigest = newest.kind === "digests";
  return (
    <PageFrame title={`${view.title}: feed`} sections={props.sections} viewer={props.viewer} page="plain">
      <main id="main" class="plain">
        <h1 dir="auto">{isDigest ? `${view.title}: digests` : view.title}</h1>
        <p>
          This is a feed. Copy one of these addresses into your feed reader to get{" "}
          {isDigest ? "the top stories at fixed hours" : "every new story"}:
        </p>
        <ul>
          {feedFormats.map(({ suffix, name, says }) => (
            <li key={suffix}>
              {name}, {says}: <code>{`${baseUrl}${view.path}.${suffix}${view.query}`}</code>
            </li>
          ))}
        </ul>
        <h2>Newest</h2>
        {isDigest ? <DigestList digests={newest.digests} title={view.title} /> : <ItemList items={newest.items} />}
      </main>
    </PageFrame>
  );
}

function ItemList({ items }: { readonly items: readonly WireItem[] }) {
  return (
    <ol>
      {items.map((item) => (
        <li key={item.id}>
          <span dir="auto">
            <a href={`/stories/${item.storyId}#copy-${item.copyId}`}>{item.lead.title || "(no title)"}</a>
          </span>
          <div class="meta">
            <bdi>{item.lead.source.name}</bdi> · <Time at={item.arrivedAt} />
          </div>
        </li>
      ))}
    </ol>
  );
}
