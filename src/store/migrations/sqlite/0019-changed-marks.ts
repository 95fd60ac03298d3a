/**
 * `changed_mark`: the change mark under which a group was last changed. `whole_mark`: the last mark under which every
 * group may have changed. With these marks, a few numbers show that a list has not changed, so its texts need not be
 * read.
 */
export const changedMarks = `
ALTER TABLE totals ADD COLUMN whole_mark INTEGER NOT NULL DEFAULT 0;
ALTER TABLE copies ADD COLUMN changed_mark INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN changed_mark INTEGER NOT NULL DEFAULT 0;
`;
