import { ruleEvents, usualEvents } from "../../domain/alerts/alert-rule.ts";
import { titleOf } from "../../domain/alerts/make-message.ts";
import type { ListedMessage } from "../../domain/alerts/outbox-store.ts";
import { nameOf, type PresentRule } from "../../domain/alerts/rule-book.ts";
import type { RuleTrial } from "../../domain/alerts/try-rule.ts";
import type { Section } from "../../domain/section.ts";
import { counted } from "../../domain/text/counted.ts";
import { PageFrame } from "../page/page-frame.tsx";
import { Time } from "../page/time.tsx";
import type { Viewer } from "../page/viewer.ts";

/** The form as an editor filled it in. An empty `on` means the usual events. */
export interface RuleForm {
  readonly name: string;
  readonly query: string;
  readonly on: readonly string[];
  readonly to: readonly string[];
}

export const emptyForm: RuleForm = { name: "", query: "", on: usualEvents, to: [] };

/** The page of rules. `content` is null for readers, who see no rules. */
export interface AlertsView {
  readonly content: {
    readonly rules: readonly PresentRule[];
    /** The newest messages. */
    readonly outbox: readonly ListedMessage[];
    readonly channels: readonly string[];
  } | null;
  readonly form: RuleForm;
  readonly trial: RuleTrial | null;
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
              <NewRule view={view} channels={content.channels} csrf={viewer.editor.csrf} />
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

function NewRule(props: { readonly view: AlertsView; readonly channels: readonly string[]; readonly csrf: string }) {
  const { form, trial, fault } = props.view;
  return (
    <form method="post" action="/alerts">
      <input type="hidden" name="csrf" value={props.csrf} />
      {fault === null ? null : <p role="alert">{fault}</p>}
      {trial === null ? null : <Trial trial={trial} />}
      <p>
        <label>
          Name <input name="name" required maxLength={100} value={form.name} />
        </label>{" "}
        <span class="meta">An editors' rule of the same name is replaced.</span>
      </p>
      <p>
        <label>
          Query <input name="query" maxLength={2_000} value={form.query} />
        </label>
      </p>
      <Choices legend="Events" name="on" values={ruleEvents} chosen={form.on} />
      <Choices legend="Channels" name="to" values={props.channels} chosen={form.to} />
      <p>
        <button type="submit" name="action" value="try">
          Try it on the last 24 hours
        </button>{" "}
        <button type="submit" name="action" value="save" class="primary">
          Save
        </button>
      </p>
    </form>
  );
}

function Choices(props: {
  readonly legend: string;
  readonly name: string;
  readonly values: readonly string[];
  readonly chosen: readonly string[];
}) {
  return (
    <fieldset>
      <legend>{props.legend}</legend>
      {props.values.map((value) => (
        <label key={value}>
          <input type="checkbox" name={props.name} value={value} checked={props.chosen.includes(value)} /> {value}{" "}
        </label>
      ))}
    </fieldset>
  );
}

function Trial({ trial: { told, entries, isWhole } }: { readonly trial: RuleTrial }) {
  return (
    <div role="status">
      <p>
        This would have sent {counted(told.length, "message")} in the last 24 hours.
        {isWhole ? null : ` Only the first ${entries} entries were tried.`}
      </p>
      <ul>
        {told.slice(-triedMax).map(({ item }, at) => (
          <li key={at} dir="auto">
            {item.source}: {titleOf(item)}
          </li>
        ))}
      </ul>
    </div>
  );
}

const triedMax = 20;
