/** Indexes for searches with `state:`: entries by their cue, struck entries and notices, and withdrawn copies. */
export const entryStates = `
CREATE INDEX entries_cue ON entries (cue_kind, first_seen_at, id) WHERE cue_kind IS NOT NULL;
CREATE INDEX memberships_standing ON memberships (standing, first_seen_at, entry_id) WHERE standing IN ('struck', 'notice');
CREATE INDEX copies_withdrawn ON copies (withdrawn_by) WHERE withdrawn_by IS NOT NULL;
`;
