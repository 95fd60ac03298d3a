import { atRoot } from "./at-root.ts";

/**
 * Switches between light and dark. Without a choice the system decides. The server keeps the choice, so that no page
 * flashes in the wrong colours.
 */
export function startTheme(): void {
  document.getElementById("theme-form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const { submitter } = event;
    if (submitter instanceof HTMLButtonElement && submitter.name === "density") switchDensity();
    else switchTheme();
  });
}

export function switchTheme(): void {
  const root = document.documentElement;
  const present = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const theme = present === "dark" ? "light" : "dark";
  root.dataset.theme = theme;
  keep({ theme });
}

/** Switches between dense and roomy rows. */
export function switchDensity(): void {
  const root = document.documentElement;
  const density = root.dataset.density === "compact" ? "roomy" : "compact";
  root.dataset.density = density;
  keep({ density });
}

/** Without a connection the choice holds only for this page. */
function keep(choice: Readonly<Record<string, string>>): void {
  void fetch(atRoot("theme"), { method: "POST", body: new URLSearchParams(choice), keepalive: true }).catch(
    () => undefined,
  );
}
