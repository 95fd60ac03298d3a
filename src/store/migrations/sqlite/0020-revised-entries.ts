/** Entries that were revised, the latest first: lists by the time of the first match look at them. */
export const revisedEntries = `
CREATE INDEX entries_revised ON entries (revised_at, id) WHERE revision > 1;
`;
