import { type Instant, minuteMs, secondMs } from "../../../domain/time.ts";
import type { Connection } from "../connection.ts";

/** Is told the time of each claim, inside a transaction that holds the write lock. */
export type FollowClock = (now: Instant) => void;

/**
 * Returns a function that moves future times back when the machine's clock was set back, so that waits keep their
 * length. Otherwise no feed would be polled until the clock had caught up. A clock that was set forward is trusted,
 * because it looks the same as the clock of a machine that slept.
 */
export function createClockFollower(connection: Connection): FollowClock {
  let lateSavesUntil = Number.NEGATIVE_INFINITY;
  return (now) => {
    const seenAt = connection.sql<{ seen_at: number }>("SELECT seen_at FROM poll_clock WHERE id = 1").get()?.seen_at;
    const setBackMs = (seenAt ?? 0) - now;
    if (setBackMs > 0 && setBackMs < setBackMsMin) return;
    if (setBackMs > 0) {
      moveBack(connection, now, setBackMs);
      lateSavesUntil = now + lateSavesMs;
    } else if (now < lateSavesUntil) moveLateSaves(connection, now);
    connection
      .sql(
        "INSERT INTO poll_clock (id, seen_at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at",
      )
      .run(now);
  };
}

function moveBack(connection: Connection, now: Instant, setBackMs: number): void {
  connection
    .sql(
      `UPDATE polls SET next_poll_at = next_poll_at - :setBackMs, last_poll_at = last_poll_at - :setBackMs,
         lease_until = lease_until - :setBackMs WHERE next_poll_at > :now OR lease_until > :now`,
    )
    .run({ setBackMs, now });
  connection.sql("UPDATE pollers SET until = until - ? WHERE until > ?").run(setBackMs, now);
  connection.sql("UPDATE shards SET quiet_until = quiet_until - ? WHERE quiet_until > ?").run(setBackMs, now);
}

/**
 * Moves the times of polls that were running when the clock was set back. Such a poll is saved after `moveBack`, but
 * with times that were read before; so its last poll seems to lie in the future.
 */
function moveLateSaves(connection: Connection, now: Instant): void {
  connection
    .sql(
      `UPDATE polls SET next_poll_at = next_poll_at - (last_poll_at - :now), last_poll_at = :now
       WHERE last_poll_at >= :now + ${setBackMsMin}`,
    )
    .run({ now });
}

/**
 * Smaller steps back are ignored: two processes may read the clock in one order and write in another, and time servers
 * correct the clock by parts of a second.
 */
const setBackMsMin = 5 * secondMs;
/** The polls that ran while the clock was set back are saved within this time. It is longer than any poll takes. */
const lateSavesMs = 10 * minuteMs;
