/**
 * Light or dark by hand; without a choice the system's is followed. The server keeps the choice, so that no page
 * flashes.
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
  // Should the line be down, the choice holds for this page alone, as the notice about the line explains.
  void fetch("/theme", { method: "POST", body: new URLSearchParams({ theme }), keepalive: true }).catch(
    () => undefined,
  );
}
