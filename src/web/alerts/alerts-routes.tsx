import { type Request, type Response, Router } from "express";
import { render } from "preact-render-to-string";
import { z } from "zod";
import { allSections } from "../../documents/section-access.ts";
import { presentRules } from "../../domain/alerts/rule-book.ts";
import { tryRule } from "../../domain/alerts/try-rule.ts";
import { WireError } from "../../domain/errors.ts";
import { parseForm, readForm } from "../page/read-form.ts";
import { sendPage } from "../page/send-page.ts";
import { editorOnly, sessionOf } from "../sign-in/editor-only.ts";
import { readViewer } from "../sign-in/read-viewer.ts";
import type { Sessions } from "../sign-in/sessions.ts";
import type { DeskDeps } from "../web-deps.ts";
import { AlertsPage, type AlertsView } from "./alerts-page.tsx";
import type { ChannelTest } from "./channel-tests.tsx";
import { bookOf, ruleStoreOf } from "./rule-deps.ts";
import { definitionOf, emptyForm, ruleFormSchema } from "./rule-form.ts";

/** `/alerts`: editors see, try, save and remove rules of alerts, and test channels. */
export function createAlertsRoutes(deps: DeskDeps, sessions: Sessions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const guard = editorOnly(deps, sessions);
  const nameOf = (request: Request) => sessionOf(request, sessions)?.name ?? "";
  router.get("/alerts", (request, response) => showPage(deps, request, response, {}));
  router.post("/alerts", readForm, guard, async (request, response) => {
    const { action, ...form } = parseForm(ruleFormSchema, request.body);
    const definition = definitionOf(form);
    try {
      const rule = bookOf(deps).read(definition);
      if (action === "try") {
        const trial = await tryRule(ruleStoreOf(deps), rule, { now: deps.clock.now(), deskBase: deps.baseUrl });
        await showPage(deps, request, response, { form, tried: { rule, trial } });
        return;
      }
      const by = nameOf(request);
      await deps.commands.run({
        ...{ kind: "saveAlertRule", name: rule.name, by },
        definition: JSON.stringify(definition),
      });
      deps.log.info({ by, rule: rule.name }, "rule of alerts saved");
      response.redirect(303, "/alerts");
    } catch (thrown) {
      if (!(thrown instanceof WireError) || (thrown.code !== "usage" && thrown.code !== "conflict")) throw thrown;
      response.status(thrown.code === "usage" ? 400 : 409);
      await showPage(deps, request, response, { form, fault: thrown.message });
    }
  });
  router.post("/alerts/send-test", readForm, guard, async (request, response) => {
    const { channel, form } = parseForm(testForm, request.body);
    const tested = await testChannel(deps, channel);
    deps.log.info({ by: nameOf(request), ...tested }, "channel tested");
    await showPage(deps, request, response, { tested, form });
  });
  // The answer is a page at this address. Its forms, such as the one for the theme, redirect back to the address with
  // GET.
  router.get("/alerts/send-test", (_request, response) => response.redirect(303, "/alerts"));
  router.post("/alerts/remove", readForm, guard, async (request, response) => {
    const { name } = parseForm(removeForm, request.body);
    await deps.commands.run({ kind: "removeAlertRule", name });
    deps.log.info({ by: nameOf(request), rule: name }, "rule of alerts removed");
    response.redirect(303, "/alerts");
  });
  return router;
}

const removeForm = z.object({ name: z.string() });
/** A channel, with the rule as far as it was typed. `form` is undefined when only the channel was sent. */
const testForm = ruleFormSchema
  .omit({ action: true })
  .extend({ name: z.string().max(200).optional(), channel: z.string().max(200) })
  .transform(({ channel, name, ...rest }) => ({ channel, form: name === undefined ? undefined : { name, ...rest } }));

/** Sends a test message to a channel. Returns an error that the page can show, and does not throw it. */
async function testChannel({ sendTest }: DeskDeps, channel: string): Promise<ChannelTest> {
  if (sendTest === undefined) return { channel, error: "this server cannot send" };
  try {
    const result = await sendTest(channel);
    return { channel, error: result.kind === "sent" ? null : result.error };
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown;
    return { channel, error: thrown.message };
  }
}

async function showPage(
  deps: DeskDeps,
  request: Request,
  response: Response,
  shown: Partial<Pick<AlertsView, "form" | "tried" | "tested" | "fault">>,
): Promise<void> {
  const viewer = readViewer(request, deps);
  const { form = emptyForm(viewer.timeZone), tried = null, tested = null, fault = null } = shown;
  const content = viewer.editor === null ? null : await readContent(deps);
  const view: AlertsView = { content, form, tried, tested, fault };
  sendPage(deps, response, render(<AlertsPage view={view} viewer={viewer} sections={allSections(deps.sections)} />));
}

async function readContent(deps: DeskDeps): Promise<AlertsView["content"]> {
  const store = ruleStoreOf(deps);
  const book = bookOf(deps);
  const states = ["waiting", "failed", "sent", "dropped"] as const;
  return {
    rules: presentRules(book, await store.listAlertRules()),
    outbox: await store.listOutbox({ states, channel: null, limit: listedMax }),
    channels: book.channels,
    sections: [...deps.sections, ...(deps.keyedSections ?? [])],
  };
}

const listedMax = 1_000;
