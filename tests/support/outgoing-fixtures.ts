import type { NewOutboxMessage } from "../../src/domain/alerts/outbox-store.ts";
import type { MessageItem, OutgoingMessage } from "../../src/domain/alerts/outgoing.ts";
import { noon } from "./store-fixtures.ts";

/** The item of a message. */
export function itemOf(partial: Partial<MessageItem> = {}): MessageItem {
  return {
    event: "new",
    headline: "Bridge in Lisbon closed",
    summary: "The bridge is closed in both directions after a crack was found.",
    source: "Agency A",
    outlets: 5,
    url: "https://agency.example/bridge",
    deskUrl: "https://desk.example/stories/7",
    at: noon,
    ...partial,
  };
}

/** A message that leaves the house: an alert of one story, unless `partial` says otherwise. */
export function messageOf(id: string, partial: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    id,
    kind: "alert",
    rule: "bridges",
    title: "Bridge in Lisbon closed",
    items: [itemOf()],
    more: 0,
    at: noon,
    thread: null,
    ...partial,
  };
}

/** A message for the outbox of the channel "desk", due at noon. */
export function newMessageOf(id: string, partial: Partial<NewOutboxMessage> = {}): NewOutboxMessage {
  return { channel: "desk", message: messageOf(id), dueAt: noon, giveUpAt: null, ...partial };
}
