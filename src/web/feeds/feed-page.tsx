import type { IncomingMessage, ServerResponse } from "node:http";
import { render } from "preact-render-to-string";
import type { FeedView } from "../../documents/renderer.ts";
import { allSections, isKeyed } from "../../documents/section-access.ts";
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

/**
 * Whether a person has opened the feed in a browser: a navigation that asks for HTML. Feed readers do not send these
 * headers, and a script cannot set Sec-Fetch-Dest, so a subscription never gets the page. (A style sheet would do for
 * XML, but browsers are dropping XSLT.)
 */
export function wantsPage(request: IncomingMessage): boolean {
  return request.headers["sec-fetch-dest"] === "document" && (request.headers.accept ?? "").includes("text/html");
}

/** Sends a page that says what the address is and how to subscribe, with the newest items. */
export async function sendFeedPage(deps: DeskDeps, response: ServerResponse, view: FeedView): Promise<void> {
  const asked = { query: { ...view.page, limit: itemsMax }, isNarrowed: view.lane === "asked" };
  const { items } = await readAskedPage(deps, { editor: null }, asked, leavingSignal(response));
  response.setHeader("Vary", "Sec-Fetch-Dest");
  sendPage(
    deps,
    response,
    render(
      <FeedPage
        view={view}
        items={items}
        baseUrl={deps.baseUrl}
        sections={allSections(deps.sections.filter((section) => !isKeyed(section)))}
        viewer={readViewer(response.req, deps)}
      />,
    ),
  );
}

const itemsMax = 20;

function FeedPage(props: {
  readonly view: FeedView;
  readonly items: readonly WireItem[];
  readonly baseUrl: string;
  readonly sections: Parameters<typeof PageFrame>[0]["sections"];
  readonly viewer: Viewer;
}) {
  const { view, items, baseUrl } = props;
  return (
    <PageFrame title={`${view.title}: feed`} sections={props.sections} viewer={props.viewer} page="plain">
      <main id="main" class="plain">
        <h1 dir="auto">{view.title}</h1>
        <p>This is a feed. Copy one of these addresses into your feed reader to get every new story:</p>
        <ul>
          {feedFormats.map(({ suffix, name, says }) => (
            <li key={suffix}>
              {name}, {says}: <code>{`${baseUrl}${view.path}.${suffix}${view.query}`}</code>
            </li>
          ))}
        </ul>
        <h2>Newest</h2>
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
      </main>
    </PageFrame>
  );
}
