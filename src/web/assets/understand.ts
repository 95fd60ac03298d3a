/** While watch terms are typed, shows below them how each is understood. It uses the same files as the server. */
export function startUnderstanding(): void {
  const area = document.getElementById("watches");
  if (!(area instanceof HTMLTextAreaElement)) return;
  const told = document.createElement("ul");
  told.id = "watches-understood";
  told.className = "understood";
  told.setAttribute("aria-live", "polite");
  area.after(told);
  let timer = 0;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void tell(area.value, told), typingMs);
  });
}

/** A pause of this length counts as the end of typing. */
const typingMs = 180;

async function tell(typed: string, told: HTMLElement): Promise<void> {
  // Load these files at their first use, because on most pages nobody types watch terms.
  const [{ readQuery }, { printQuery }] = await Promise.all([
    import("../../domain/query/read-query.ts"),
    import("../../domain/query/print-query.ts"),
  ]);
  const lines = typed.split("\n").map((line) => line.trim());
  told.replaceChildren(
    ...lines
      .filter((line) => line !== "")
      .map((line) => {
        const item = document.createElement("li");
        item.dir = "auto";
        item.textContent = lineOf(line);
        return item;
      }),
  );

  function lineOf(line: string): string {
    try {
      const { query, notes } = readQuery(line);
      return [printQuery(query), ...notes.map(({ at, text }) => `character ${at}: ${text}`)].join(" – ");
    } catch (thrown) {
      // Show the error that the server would report if the form were sent now.
      return thrown instanceof Error ? thrown.message : String(thrown);
    }
  }
}
