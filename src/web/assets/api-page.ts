/** Keeps the curl line of each operation up to date with its form, and shows its answer below the form. */
export function startApiPage(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form.try")) {
    form.addEventListener("input", (event) => {
      fillBody(event.target);
      showCommand(form);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void send(form);
    });
  }
}

/** A select with examples puts the chosen one into the body. */
function fillBody(chosen: EventTarget | null): void {
  if (!(chosen instanceof HTMLSelectElement) || chosen.dataset.fills === undefined) return;
  const body = document.getElementById(chosen.dataset.fills);
  if (body instanceof HTMLTextAreaElement) body.value = chosen.value;
}

/** Writes the form's values into the curl line. A required field that is still empty keeps its example. */
function showCommand(form: HTMLFormElement): void {
  const line = form.parentElement?.querySelector(".curl");
  const { url, body } = requestOf(form, (field) => field.placeholder);
  const address = line?.querySelector<HTMLElement>("[data-origin]");
  if (address) address.textContent = quoted(`${address.dataset.origin}${url}`);
  const shown = line?.querySelector("[data-body]");
  if (shown) shown.textContent = quoted(compact(body ?? ""));
}

/** Quotes a text as one word of a shell command. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function send(form: HTMLFormElement): Promise<void> {
  const place = form.parentElement?.querySelector<HTMLElement>(".answer");
  if (!place) return;
  const { url, body } = requestOf(form, () => "");
  place.textContent = `${url}\n…`;
  place.hidden = false;
  try {
    const token = document.getElementById("api-token");
    const key = token instanceof HTMLInputElement ? token.value : "";
    const response = await fetch(url, {
      method: form.dataset.method?.toUpperCase() ?? "GET",
      ...(body === null ? {} : { body }),
      headers: {
        ...(body === null ? {} : { "Content-Type": "application/json" }),
        ...(key === "" ? {} : { Authorization: `Bearer ${key}` }),
      },
    });
    const text = await response.text();
    place.textContent = `${response.status} ${url}\n${indented(text)}`;
  } catch (thrown) {
    place.textContent = String(thrown);
  }
}

/** The request that a form describes. `ofEmpty` gives the value of a required field that is empty. */
function requestOf(
  form: HTMLFormElement,
  ofEmpty: (field: HTMLInputElement) => string,
): { url: string; body: string | null } {
  let path = form.getAttribute("action") ?? "/";
  let body: string | null = null;
  const query = new URLSearchParams();
  for (const [name, given] of new FormData(form)) {
    const field = form.elements.namedItem(name);
    const value = given === "" && field instanceof HTMLInputElement && field.required ? ofEmpty(field) : given;
    if (typeof value !== "string" || value === "") continue;
    if (name === "body") body = value;
    else if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(value));
    else query.append(name, value);
  }
  const search = query.toString();
  return { url: search === "" ? path : `${path}?${search}`, body };
}

function indented(text: string): string {
  return rewritten(text, 2);
}

function compact(text: string): string {
  return rewritten(text, 0);
}

/** Writes JSON again with this indentation. Returns a text that is not JSON unchanged. */
function rewritten(text: string, indentation: number): string {
  try {
    return JSON.stringify(JSON.parse(text), null, indentation);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return text;
  }
}
