/**
 * The group by which the hub limits its subscriptions: the address of a callback's host when the subscription was
 * verified. Anybody can invent host names and ports, so a limit for each host name would limit nothing. Older
 * subscriptions keep their host until they are renewed.
 */
export const hubDestinations = `
ALTER TABLE subscriptions ADD COLUMN destination TEXT NOT NULL DEFAULT '';
UPDATE subscriptions SET destination = callback_host;
DROP INDEX subscriptions_host;
CREATE INDEX subscriptions_destination ON subscriptions (destination);
`;
