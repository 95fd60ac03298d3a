import type { ComponentChildren } from "preact";
import { type AlertRule, ruleEvents } from "../../domain/alerts/alert-rule.ts";
import { titleOf } from "../../domain/alerts/make-message.ts";
import type { RuleTrial } from "../../domain/alerts/try-rule.ts";
import type { Section } from "../../domain/section.ts";
import { counted } from "../../domain/text/counted.ts";
import type { RuleForm } from "./rule-form.ts";

/** A rule that was tried, and what it would have sent. */
export interface TriedRule {
  readonly rule: AlertRule;
  readonly trial: RuleTrial;
}

/** The id of the form on its page. */
export const ruleFormId = "new-rule";

/** The form for a new rule, as it was typed, with the result of its trial or what is wrong in it. */
export function NewRule(props: {
  readonly form: RuleForm;
  readonly tried: TriedRule | null;
  readonly fault: string | null;
  readonly channels: readonly string[];
  readonly sections: readonly Section[];
  readonly csrf: string;
}) {
  const { form, tried, fault, sections } = props;
  return (
    <form method="post" action="/alerts" id={ruleFormId}>
      <input type="hidden" name="csrf" value={props.csrf} />
      {fault === null ? null : <p role="alert">{fault}</p>}
      {tried === null ? null : <Trial {...tried} />}
      <Text label="Name" name="name" form={form} hint="An editors' rule of the same name is replaced." required />
      <label>
        Section{" "}
        <select name="section">
          <option value="">any</option>
          {sections.map(({ id, title }) => (
            <option key={id} value={id} selected={form.section === id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <Text label="Query" name="query" form={form} maxLength={2_000} />
      <Choices legend="Events" name="on" values={ruleEvents} chosen={form.on} />
      <fieldset>
        <legend>Outlets</legend>
        <Text label="Report a story when so many outlets carry it" name="outlets" form={form} type="number" />
        <Text label="if they joined it within" name="within" form={form} hint="Such as 10m. Empty: at any time." />
        <Text label="After that, report so many more outlets" name="moreOutlets" form={form} type="number" />
        <Text label="if they join it within" name="moreWithin" form={form} hint="Such as 10m." />
      </fieldset>
      <When form={form} />
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

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

function When({ form }: { readonly form: RuleForm }) {
  return (
    <fieldset>
      <legend>When</legend>
      <Text
        label="Digests at"
        name="digestAt"
        form={form}
        hint="Such as 06:00, 18:00. Empty: each event is reported at once."
      />
      <Choices legend="Digests on" name="digestDays" values={weekdays} chosen={form.digestDays}>
        <span class="meta">None: every day.</span>
      </Choices>
      <Text label="Quiet hours from" name="quietFrom" form={form} type="time" />
      <Text label="Quiet hours to" name="quietTo" form={form} type="time" />
      <Text label="Time zone" name="timeZone" form={form} hint="Such as Europe/Berlin. For digests and quiet hours." />
    </fieldset>
  );
}

type TextField = { [Name in keyof RuleForm]: RuleForm[Name] extends string ? Name : never }[keyof RuleForm];

function Text(props: {
  readonly label: string;
  readonly name: TextField;
  readonly form: RuleForm;
  readonly type?: "text" | "number" | "time";
  readonly hint?: string;
  readonly maxLength?: number;
  readonly required?: boolean;
}) {
  const { name, type = "text", hint, maxLength = 100, required = false } = props;
  const hintId = `${name}-hint`;
  return (
    <div>
      <label>
        {props.label}{" "}
        <input
          name={name}
          type={type}
          value={props.form[name]}
          required={required}
          {...(hint === undefined ? {} : { "aria-describedby": hintId })}
          {...(type === "number" ? { min: 1 } : {})}
          {...(type === "text" ? { maxLength } : {})}
        />
      </label>
      {hint === undefined ? null : (
        <span class="meta" id={hintId}>
          {hint}
        </span>
      )}
    </div>
  );
}

function Choices(props: {
  readonly legend: string;
  readonly name: string;
  readonly values: readonly string[];
  readonly chosen: readonly string[];
  readonly children?: ComponentChildren;
}) {
  return (
    <fieldset>
      <legend>{props.legend}</legend>
      {props.values.map((value) => (
        <label key={value}>
          <input type="checkbox" name={props.name} value={value} checked={props.chosen.includes(value)} /> {value}
        </label>
      ))}
      {props.children}
    </fieldset>
  );
}

function Trial({ rule, trial: { told, entries, isWhole } }: TriedRule) {
  return (
    <div role="status">
      <p>
        {rule.digest === null
          ? `This would have sent ${counted(told.length, "message")} in the last 24 hours.`
          : `The rule would have found ${counted(told.length, "event")} in the last 24 hours. Its digests name the top stories and what changed.`}
        {rule.quiet === null ? null : " What happens in the quiet hours comes in one message at their end."}
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
