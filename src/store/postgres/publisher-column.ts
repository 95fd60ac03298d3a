/** The publisher of an aggregator's item: see `Entry`. Aliases: `entries` is e, `sources` is s. */
export const publisherColumn = "CASE WHEN s.kind = 'aggregator' THEN e.details::json ->> 'publisher' END";

/**
 * The outlet of an entry, for `countOutlets`: the publisher that an aggregator's item names, or else the source. If
 * that publisher or source belongs to a family, the family is the outlet. `membership` and `source`: the aliases of
 * `memberships` and `sources`.
 */
export const houseColumn = (
  membership: string,
  source: string,
): string => `coalesce((SELECT coalesce(p.family_key, lower(n.publisher)) FROM (SELECT e.details::json ->> 'publisher' AS publisher
    FROM entries e WHERE e.id = ${membership}.entry_id AND ${source}.kind = 'aggregator') n
    LEFT JOIN sources p ON p.name_key = lower(n.publisher) WHERE n.publisher IS NOT NULL), ${source}.family_key, ${source}.name_key)`;
