import { z } from "zod";
import { usualEvents } from "../../domain/alerts/alert-rule.ts";
import { isOfStory } from "../../domain/alerts/alert-setup.ts";

/** A form sends one value as a text, and several as a list. */
const severalTexts = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]);
const shortText = z.string().trim().max(200).default("");

/** What an editor typed, with the button that was pressed. */
export const ruleFormSchema = z.object({
  name: shortText,
  section: shortText,
  query: z.string().max(2_000).default(""),
  on: severalTexts,
  outlets: shortText,
  within: shortText,
  moreOutlets: shortText,
  moreWithin: shortText,
  digestAt: shortText,
  digestDays: severalTexts,
  quietFrom: shortText,
  quietTo: shortText,
  timeZone: shortText,
  to: severalTexts,
  action: z.enum(["try", "save"]),
});

/** The form as an editor filled it in. A text is "" where nothing was typed. An empty `on` means the usual events. */
export type RuleForm = Readonly<Omit<z.output<typeof ruleFormSchema>, "action">>;

/** A form in which nothing was typed yet. */
export function emptyForm(timeZone: string): RuleForm {
  return {
    ...{ name: "", section: "", query: "", on: [...usualEvents], outlets: "", within: "", moreOutlets: "" },
    ...{ moreWithin: "", digestAt: "", digestDays: [], quietFrom: "", quietTo: "", timeZone, to: [] },
  };
}

/** The rule in the form of the configuration. It is not checked here: `RuleBook.read` finds its faults. */
export function definitionOf(form: RuleForm): Readonly<Record<string, unknown>> {
  const { name, section, query, on, to, timeZone, digestAt, digestDays, quietFrom, quietTo } = form;
  const isDigest = digestAt !== "";
  const days = digestDays.length === 0 ? {} : { days: digestDays };
  return {
    name,
    ...(section === "" ? {} : { section }),
    match: query.trim() === "" ? {} : { query },
    // A digest reports everything that happens to stories, so `on` is left out. It cannot report feeds that fall
    // silent: if such an event was chosen, `on` stays, and reading the rule reports the fault.
    ...(on.length === 0 || (isDigest && on.every(isOfStory)) ? {} : { on }),
    ...outletsOf("atLeast", form.outlets, form.within),
    ...outletsOf("more", form.moreOutlets, form.moreWithin),
    ...(isDigest ? { digest: { at: digestAt.split(/[\s,;]+/).filter((at) => at !== ""), ...days, timeZone } } : {}),
    ...(quietFrom === "" && quietTo === "" ? {} : { quiet: { from: quietFrom, to: quietTo, timeZone } }),
    to,
  };
}

function outletsOf(setting: "atLeast" | "more", outlets: string, within: string): object {
  if (outlets === "" && within === "") return {};
  return { [setting]: { outlets: Number(outlets), ...(within === "" ? {} : { within }) } };
}
