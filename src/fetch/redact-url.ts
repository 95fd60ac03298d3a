/**
 * An address that may be shown: without credentials, and with hidden values for query parameters that look like keys.
 * Pure.
 */
export function redactUrl(address: string): string {
  if (!URL.canParse(address)) return "(not a URL)";
  const url = new URL(address);
  url.username = "";
  url.password = "";
  for (const name of [...url.searchParams.keys()]) {
    if (isSecretName(name) || doubtfulName.test(name) || url.searchParams.getAll(name).some(isOpaque))
      url.searchParams.set(name, "***");
  }
  return url.href;
}

/** Whether a query parameter holds a key, judged by its name. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

const secretName = /key|token|secret|passw|pwd|auth|sig|credential|session/i;
/** Names that some publishers use for keys and others for page numbers. */
const doubtfulName = /^(k|p|u|uid|sid|pin|pass|code|user|login|ticket|hash|jwt|licen[cs]e)$/i;

/**
 * Whether a value is long, contains both letters and digits, and has no other characters than these and "-" and "_".
 * People do not type such values.
 */
function isOpaque(value: string): boolean {
  return value.length >= opaqueCharsMin && /^[\w-]+$/.test(value) && /[0-9]/.test(value) && /[A-Za-z]/.test(value);
}

const opaqueCharsMin = 20;
