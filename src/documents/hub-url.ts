/** The address of our WebSub hub. */
export function hubUrlOf(baseUrl: string): string {
  return `${baseUrl}/hub`;
}
