/** Shows an operation's answer below its form. */
export function startApiPage(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form.try")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void send(form);
    });
  }
}

async function send(form: HTMLFormElement): Promise<void> {
  const place = form.parentElement?.querySelector("pre");
  if (!place) return;
  place.hidden = false;
  const { url, body } = requestOf(form);
  try {
    const method = form.dataset.method?.toUpperCase() ?? "GET";
    const token = document.getElementById("api-token");
    const response = await fetch(url, {
      method,
      ...(body === null ? {} : { body }),
      headers: {
        ...(body === null ? {} : { "Content-Type": "application/json" }),
        ...(method !== "GET" && token instanceof HTMLInputElement ? { Authorization: `Bearer ${token.value}` } : {}),
      },
    });
    const text = await response.text();
    place.textContent = `${response.status} ${url}\n${pretty(text)}`;
  } catch (thrown) {
    place.textContent = String(thrown);
  }
}

function requestOf(form: HTMLFormElement): { url: string; body: string | null } {
  let path = form.getAttribute("action") ?? "/";
  let body: string | null = null;
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || value === "") continue;
    if (name === "body") body = value;
    else if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(value));
    else query.append(name, value);
  }
  const search = query.toString();
  return { url: search === "" ? path : `${path}?${search}`, body };
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return text;
  }
}
