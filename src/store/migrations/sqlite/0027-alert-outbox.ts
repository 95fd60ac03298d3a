/**
 * The messages to channels. `state`: waiting, sent, failed or dropped. `due_at`: the message is not sent before this
 * time. `next_try_at`: the same time, or a later one after a failure. `receipt`: the id that the channel gave to the
 * message.
 */
export const alertOutbox = `
CREATE TABLE alert_outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  message_id TEXT NOT NULL,
  message TEXT NOT NULL,
  thread_key TEXT,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  next_try_at INTEGER NOT NULL,
  give_up_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  first_failed_at INTEGER,
  last_error TEXT,
  ended_at INTEGER,
  receipt TEXT,
  UNIQUE (channel, message_id)
) STRICT;
CREATE INDEX alert_outbox_waiting ON alert_outbox (channel, id, due_at, next_try_at) WHERE state = 'waiting';
CREATE INDEX alert_outbox_threads ON alert_outbox (channel, thread_key, id) WHERE receipt IS NOT NULL;
CREATE INDEX alert_outbox_states ON alert_outbox (channel, state);
CREATE INDEX alert_outbox_ended ON alert_outbox (ended_at) WHERE ended_at IS NOT NULL;
`;
