/** An address that may be shown: without credentials, and with the values of query parameters that look like keys hidden. Pure. */
export function redactUrl(address: string): string {
  if (!URL.canParse(address)) return "(no URL)";
  const url = new URL(address);
  url.username = "";
  url.password = "";
  for (const name of [...url.searchParams.keys()]) {
    if (secretName.test(name)) url.searchParams.set(name, "***");
  }
  return url.href;
}

const secretName = /key|token|secret|passw|pwd|auth|sig|credential|session/i;
