/**
 * The digests of sections, and the stories that they tell (domain/alerts/digests). A story leaves a digest when its
 * entry is purged.
 */
export const digests = `
CREATE TABLE digests (
  section text COLLATE "C" NOT NULL,
  until_at bigint NOT NULL,
  from_at bigint NOT NULL,
  more integer NOT NULL,
  time_zone text COLLATE "C" NOT NULL,
  made_at bigint NOT NULL,
  PRIMARY KEY (section, until_at)
);
CREATE TABLE digest_items (
  section text COLLATE "C" NOT NULL,
  until_at bigint NOT NULL,
  place integer NOT NULL,
  entry_id bigint NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  story_id bigint NOT NULL,
  event text COLLATE "C" NOT NULL,
  headline text COLLATE "C" NOT NULL,
  summary text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  outlets integer NOT NULL,
  url text COLLATE "C",
  at bigint NOT NULL,
  PRIMARY KEY (section, until_at, place)
);
CREATE INDEX digest_items_entry ON digest_items (entry_id);
`;
