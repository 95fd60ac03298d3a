/**
 * The standing of an entry in its copy.
 *
 * - text: the entry carries the copy's text, and may lead the copy.
 *
 * - listed: the entry is on the copy's page, or says that it is a version of the text, but its own text differs. It
 * never leads and is not counted.
 *
 * - struck: the entry carried the text, and its source has withdrawn it.
 *
 * - notice: the entry announces that the text is withdrawn. It is not a carrier.
 */
export type CarrierStanding = "text" | "listed" | "struck" | "notice";
