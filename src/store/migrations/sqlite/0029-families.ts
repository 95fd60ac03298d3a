/** The house that a source belongs to, as it is written and in the form in which houses are compared. */
export const families = `
ALTER TABLE sources ADD COLUMN family TEXT;
ALTER TABLE sources ADD COLUMN family_key TEXT;
`;
