/**
 * Editors' rulings on single entries: the text is withdrawn (`copies.withdrawn_by` is then 0), or the entry leads. They
 * are kept with the entry, so that they hold in every copy to which the entry moves.
 */
export const entryRulings = `
ALTER TABLE memberships ADD COLUMN editor_withdrew INTEGER;
ALTER TABLE memberships ADD COLUMN editor_leads INTEGER;
`;
