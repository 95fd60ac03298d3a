/** The form in which source names are compared. */
export function sourceKey(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}
