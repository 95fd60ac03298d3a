/**
 * The base from which ids are made. A store that never published anything gets a random UUID (RFC 9562 section 5.4).
 * Any other store gets the address that its ids have begun with so far. Only the service knows that address, so the
 * column is empty until the service is next started.
 */
export const idBase = `
ALTER TABLE totals ADD COLUMN id_base TEXT;
UPDATE totals SET id_base = (SELECT 'urn:uuid:' || substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3)
    || '-' || substr('89ab', 1 + unicode(substr(h, 17, 1)) % 4, 1) || substr(h, 18, 3) || '-' || substr(h, 21, 12)
  FROM (SELECT lower(hex(randomblob(16))) AS h))
WHERE NOT EXISTS (SELECT 1 FROM entries) AND NOT EXISTS (SELECT 1 FROM purged) AND NOT EXISTS (SELECT 1 FROM feed_stamps);
`;
