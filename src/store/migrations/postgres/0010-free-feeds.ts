/**
 * Indexes for claims. A claim reads free feeds in the order of their times, and the leases of one owner by their end.
 */
export const freeFeeds = `
CREATE INDEX polls_free ON polls (next_poll_at, feed_id) WHERE lease_owner IS NULL;
DROP INDEX polls_next;
DROP INDEX polls_lease;
CREATE INDEX polls_lease ON polls (lease_owner, lease_until) WHERE lease_owner IS NOT NULL;
`;
