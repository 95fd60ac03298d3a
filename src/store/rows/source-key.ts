/** Source names are compared in this form. */
export function sourceKey(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}
