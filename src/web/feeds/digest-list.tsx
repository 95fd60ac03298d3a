import type { DigestItem, SectionDigest } from "../../domain/alerts/digests/digest.ts";
import { counted } from "../../domain/text/counted.ts";
import { digestAnchor, digestLine, digestTitle, hasNews } from "../../publish/digest-feed.ts";

/**
 * The digests of a section, the newest first. Digests without news are left out. The items of the section's digest feed
 * link to them.
 */
export function DigestList(props: { readonly digests: readonly SectionDigest[]; readonly title: string }) {
  const told = props.digests.filter(hasNews);
  if (told.length === 0) return <p>There is no digest yet.</p>;
  return (
    <>
      {told.map((digest) => (
        <section key={digest.to} id={digestAnchor(digest)}>
          <h3 dir="auto">{digestTitle(digest, props.title)}</h3>
          <Stories items={digest.top} />
          {digest.more > 0 ? <p>And {counted(digest.more, "more story", "more stories")}.</p> : null}
          {digest.changes.length > 0 ? <h4>What changed</h4> : null}
          <Stories items={digest.changes} />
        </section>
      ))}
    </>
  );
}

function Stories({ items }: { readonly items: readonly DigestItem[] }) {
  if (items.length === 0) return null;
  return (
    <ol>
      {items.map((item, at) => (
        <li key={at}>
          <span dir="auto">
            <a href={`/stories/${item.storyId}`}>{digestLine(item)}</a>
          </span>
          <div class="meta">
            <bdi>{item.source}</bdi> · {counted(item.outlets, "outlet")}
          </div>
        </li>
      ))}
    </ol>
  );
}
