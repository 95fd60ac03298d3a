/** The house that a source belongs to, as it is written and in the form in which houses are compared. */
export const families = `
ALTER TABLE sources ADD COLUMN family text COLLATE "C", ADD COLUMN family_key text COLLATE "C";
`;
