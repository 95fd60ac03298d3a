/**
 * An address that may be shown: without credentials, and with the values of query parameters that look like keys
 * hidden. Pure.
 */
export function redactUrl(address: string): string {
  if (!URL.canParse(address)) return "(no URL)";
  const url = new URL(address);
  url.username = "";
  url.password = "";
  for (const name of [...url.searchParams.keys()]) {
    if (isSecretName(name) || doubtfulName.test(name) || url.searchParams.getAll(name).some(isOpaque))
      url.searchParams.set(name, "***");
  }
  return url.href;
}

/** Whether a query parameter of this name holds a key, as far as names tell. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

const secretName = /key|token|secret|passw|pwd|auth|sig|credential|session/i;
/** Keys at some publishers, page numbers at others. */
const doubtfulName = /^(k|p|u|uid|sid|pin|pass|code|user|login|ticket|hash|jwt|licen[cs]e)$/i;

/** Long, of letters and digits, and not one word: nobody types that. */
function isOpaque(value: string): boolean {
  return value.length >= opaqueCharsMin && /^[\w-]+$/.test(value) && /[0-9]/.test(value) && /[A-Za-z]/.test(value);
}

const opaqueCharsMin = 20;
