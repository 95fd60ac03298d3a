/**
 * Switches between light and dark. Without a choice the system decides. The server keeps the choice, so that no page
 * flashes in the wrong colours.
 */
export function startTheme(): void {
  document.getElementById("theme-form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    switchTheme();
  });
}

export function switchTheme(): void {
  const root = document.documentElement;
  const present = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const theme = present === "dark" ? "light" : "dark";
  root.dataset.theme = theme;
  // Without a connection the choice holds only for this page.
  void fetch("/theme", { method: "POST", body: new URLSearchParams({ theme }), keepalive: true }).catch(
    () => undefined,
  );
}
