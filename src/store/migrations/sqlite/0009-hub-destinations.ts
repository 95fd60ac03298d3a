/**
 * What the hub shares its places out by: the address of a callback's host when the subscription was verified. Names and
 * ports are free, so a host alone bounds nothing. Subscriptions from before keep their host until they are renewed.
 */
export const hubDestinations = `
ALTER TABLE subscriptions ADD COLUMN destination TEXT NOT NULL DEFAULT '';
UPDATE subscriptions SET destination = callback_host;
DROP INDEX subscriptions_host;
CREATE INDEX subscriptions_destination ON subscriptions (destination);
`;
