/** An index of revised entries by time. Lists that are ordered by the time of the first match use it. */
export const revisedEntries = `
CREATE INDEX entries_revised ON entries (revised_at, id) WHERE revision > 1;
`;
