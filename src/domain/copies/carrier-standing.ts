/**
 * What an entry is to the copy that it stands in.
 *
 * - text: it carries the copy's text, and may lead it.
 * - listed: it is on the copy's page, or says that it is a version of the text, but its text is another. It never leads
 *   and counts for nothing.
 * - struck: it carried the text, and its source has withdrawn it.
 * - notice: it tells that the text is withdrawn, and is no carrier.
 */
export type CarrierStanding = "text" | "listed" | "struck" | "notice";
