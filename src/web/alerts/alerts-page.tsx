import type { ListedMessage } from "../../domain/alerts/outbox-store.ts";
import { nameOf, type PresentRule } from "../../domain/alerts/rule-book.ts";
import type { Section } from "../../domain/section.ts";
import { PageFrame } from "../page/page-frame.tsx";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";
import { type ChannelTest, ChannelTests } from "./channel-tests.tsx";
import { NewRule, type TriedRule } from "./new-rule.tsx";
import type { RuleForm } from "./rule-form.ts";

/** The page of rules. `content` is null for readers, who see no rules. */
export interface AlertsView {
  readonly content: {
    readonly rules: readonly PresentRule[];
    /** The newest messages. */
    readonly outbox: readonly ListedMessage[];
    readonly channels: readonly string[];
    /** The sections that a rule may name. */
    readonly sections: readonly Section[];
  } | null;
  readonly form: RuleForm;
  readonly tried: TriedRule | null;
  readonly tested: ChannelTest | null;
  /** Why the rule of the form was not tried or saved. */
  readonly fault: string | null;
}

export function AlertsPage(props: {
  readonly view: AlertsView;
  readonly viewer: Viewer;
  readonly sections: readonly Section[];
}) {
  const { view, viewer } = props;
  const { content } = view;
  return (
    <PageFrame title="Rules of alerts – wiredesk" sections={props.sections} viewer={viewer} page="plain">
      <main id="main" tabIndex={-1} class="plain">
        <h1>Rules of alerts</h1>
        {content === null || viewer.editor === null ? (
          <p>Only editors see the rules. Sign in first.</p>
        ) : (
          <>
            {content.rules.length === 0 ? <p>There is no rule yet.</p> : null}
            <ul>
              {content.rules.map((rule) => (
                <Rule key={nameOf(rule)} rule={rule} content={content} viewer={viewer} />
              ))}
            </ul>
            <h2>A new rule</h2>
            {content.channels.length === 0 ? (
              <p>The configuration names no channel, so no rule can send anything.</p>
            ) : (
              <>
                <NewRule
                  {...{ form: view.form, tried: view.tried, fault: view.fault }}
                  {...{ channels: content.channels, sections: content.sections, csrf: viewer.editor.csrf }}
                />
                <ChannelTests channels={content.channels} tested={view.tested} />
              </>
            )}
          </>
        )}
      </main>
    </PageFrame>
  );
}

function Rule(props: {
  readonly rule: PresentRule;
  readonly content: NonNullable<AlertsView["content"]>;
  readonly viewer: Viewer;
}) {
  const { rule: present, content, viewer } = props;
  const name = nameOf(present);
  const { rule } = present;
  const sent = content.outbox.filter(({ message }) => message.rule === name);
  return (
    <li>
      <b dir="auto">{name}</b>{" "}
      {rule === null ? (
        <>sends nothing: {present.fault}</>
      ) : (
        <>
          sends {rule.digest === null ? rule.on.join(", ") : "a digest"} to {rule.to.join(", ")}
        </>
      )}{" "}
      <span class="meta">
        {present.kind === "stored" ? `made by ${present.stored.madeBy}` : "in the configuration"}
      </span>
      {sent.length === 0 ? null : (
        <ul>
          {sent.slice(0, sentMax).map(({ seq, state, channel, message, createdAt }) => (
            <li key={seq}>
              <Time at={createdAt} /> {channel}, {state}: <span dir="auto">{message.title}</span>
            </li>
          ))}
        </ul>
      )}
      {present.kind === "stored" ? (
        <form method="post" action="/alerts/remove">
          <input type="hidden" name="csrf" value={viewer.editor?.csrf ?? ""} />
          <input type="hidden" name="name" value={name} />
          <button type="submit">Remove {name}</button>
        </form>
      ) : null}
    </li>
  );
}

const sentMax = 5;
