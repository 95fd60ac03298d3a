/**
 * Adds the standing of an entry in its copy (`domain/copies/carrier-standing.ts`; null: it carries the text), and the
 * entry whose notice withdraws the copy (0: an editor's ruling). Copies that earlier builds showed as withdrawn stay
 * withdrawn. A source may be an aggregator. `public_lead_id` is the copy's last lead that the public could see, used
 * while an entry of a private source leads. The public has a change mark of its own, so that the mark does not reveal
 * when entries of private sources arrive. `told_at` is when a copy was last withdrawn or corrected.
 */
export const trust = `
ALTER TABLE memberships ADD COLUMN standing TEXT CHECK (standing IN ('listed', 'struck', 'notice'));
ALTER TABLE copies ADD COLUMN withdrawn_by INTEGER;
ALTER TABLE copies ADD COLUMN public_lead_id INTEGER;
ALTER TABLE copies ADD COLUMN told_at INTEGER;
CREATE INDEX copies_told ON copies (told_at, id) WHERE told_at IS NOT NULL AND merged_into IS NULL;
UPDATE copies SET withdrawn_by = lead_entry_id
  WHERE merged_into IS NULL AND lead_entry_id IN (SELECT id FROM entries WHERE cue_kind = 'withdrawn');
UPDATE memberships SET standing = 'notice'
  WHERE entry_id IN (SELECT withdrawn_by FROM copies WHERE withdrawn_by IS NOT NULL);
ALTER TABLE sources RENAME COLUMN kind TO old_kind;
ALTER TABLE sources ADD COLUMN kind TEXT NOT NULL DEFAULT 'outlet' CHECK (kind IN ('agency', 'outlet', 'aggregator'));
UPDATE sources SET kind = old_kind;
ALTER TABLE sources DROP COLUMN old_kind;
ALTER TABLE totals ADD COLUMN public_mark INTEGER NOT NULL DEFAULT 0;
UPDATE totals SET public_mark = change_mark;
`;
