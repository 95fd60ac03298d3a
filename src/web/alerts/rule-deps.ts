import type { RuleBook } from "../../domain/alerts/rule-book.ts";
import { WireError } from "../../domain/errors.ts";
import type { WebDeps } from "../web-deps.ts";

/** The book of rules of this server; a book without rules and channels when it has no configuration. */
export function bookOf({ rules }: Pick<WebDeps, "rules">): RuleBook {
  return rules ?? noBook;
}

/** The store with rules, outbox and news, as editors see it. */
export function ruleStoreOf({ store, editorStore }: Pick<WebDeps, "store" | "editorStore">): WebDeps["store"] {
  return editorStore ?? store;
}

const noBook: RuleBook = {
  configured: [],
  channels: [],
  read() {
    throw new WireError("not-found", "This server has no configuration of alerts.");
  },
};
