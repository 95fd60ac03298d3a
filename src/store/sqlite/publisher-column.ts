/** The publisher of an aggregator's item: see `Entry`. Aliases: `entries` is e, `sources` is s. */
export const publisherColumn = "CASE WHEN s.kind = 'aggregator' THEN e.details ->> '$.publisher' END";

/**
 * The outlet of an entry, for `countOutlets`: the publisher that an aggregator's item names, or else the source. If
 * that publisher or source belongs to a family, the family is the outlet. Aliases: `memberships` is m, `sources` is s.
 */
export const houseColumn = `coalesce((SELECT coalesce(p.family_key, lower(n.publisher)) FROM (SELECT e.details ->> '$.publisher' AS publisher
    FROM entries e WHERE e.id = m.entry_id AND s.kind = 'aggregator') n
    LEFT JOIN sources p ON p.name_key = lower(n.publisher) WHERE n.publisher IS NOT NULL), s.family_key, s.name_key)`;
