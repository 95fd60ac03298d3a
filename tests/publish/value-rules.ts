/**
 * The values that the W3C feed validator accepts as well-formed. Written from its documentation, and stricter where the
 * specifications are stricter.
 */

/** RFC 3986 without square brackets, as RSS and Atom links are checked. */
export const isFullUrl = (text: string) => /^https?:\/\/[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+$/.test(text);
/** InvalidURN and InvalidUUID: nothing may follow the UUID of a `urn:uuid:`. */
export const isFullUri = (text: string) =>
  isFullUrl(text) || /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
/** The host of an enclosure must contain a dot (InvalidURLAttribute). */
export const isHttpUrl = (text: string) =>
  isFullUrl(text) && /^https?:\/\/([A-Z0-9-]+\.)+[A-Z0-9-]+(:\d+)?(\/|$)/i.test(text);
export const isMediaType = (text: string) => /^[^\s()<>,;:\\"/[\]?=]+\/[^\s()<>,;:\\"/[\]?=]+$/.test(text);
export const isPositive = (text: string) => /^[1-9]\d*$/.test(text);
export const isWhole = (text: string) => /^\d+$/.test(text);
/** RFC 3339 with seconds, in UTC. */
export const isRfc3339 = (text: string) =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3,6})?Z$/.test(text) && !Number.isNaN(Date.parse(text));
/** RFC 2822 as the service prefers it: the correct day of the week, a year of four digits, and GMT. */
export const isRfc2822 = (text: string) => new Date(Date.parse(text)).toUTCString() === text;
/** "latitude longitude" in decimals. */
export const isPoint = (text: string) => /^-?\d+(\.\d+)? -?\d+(\.\d+)?$/.test(text);

/** ISO 639-1, and the codes of ISO 639-2 for the languages of these stories. */
const languages = new Set(
  "ar da de el en es et fa fi fil fr haw he hi it ja ko ku nl no pl pt ru sv tr uk zh".split(" "),
);
export const isLanguage = (text: string) =>
  /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(text) &&
  (languages.has(text.split("-")[0] ?? "") || /^[a-z]{2}(-|$)/i.test(text));
