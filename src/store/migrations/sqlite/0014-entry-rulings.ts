/**
 * What editors rule of single entries, kept with the entry so that it holds in whatever copy the entry stands: its text
 * is withdrawn (`copies.withdrawn_by` is 0 then), and it leads.
 */
export const entryRulings = `
ALTER TABLE memberships ADD COLUMN editor_withdrew INTEGER;
ALTER TABLE memberships ADD COLUMN editor_leads INTEGER;
`;
