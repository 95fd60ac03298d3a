import type { Reason } from "../../domain/reason.ts";
import { type VetoCode, vetoWords } from "../../domain/reason-words.ts";
import type { Move } from "./recluster.ts";

/** The moves with one kind of reason. */
export interface MoveGroup {
  readonly what: string;
  readonly moves: readonly Move[];
}

/** Groups the moves by the kind of change and its reason, the largest group first. */
export function groupMoves(moves: readonly Move[]): readonly MoveGroup[] {
  const groups = new Map<string, Move[]>();
  for (const move of moves) {
    const what = whatOf(move);
    const known = groups.get(what) ?? [];
    known.push(move);
    groups.set(what, known);
  }
  const listed = [...groups].map(([what, found]) => ({ what, moves: found }));
  return listed.sort((a, b) => b.moves.length - a.moves.length || (a.what < b.what ? -1 : 1));
}

function whatOf(move: Move): string {
  const isCopy = move.from.copyId !== move.to.copyId;
  const reason = move.reasons.find(({ code }) => (isCopy ? code !== "story" && code !== "merge" : true));
  if (!isCopy) return reason === undefined ? "story: it becomes a story of its own" : `story: ${storyWords(reason)}`;
  return reason === undefined ? "copy: it becomes a copy of its own" : `copy: ${copyWords(reason)}`;
}

function storyWords({ code }: Reason): string {
  return code === "story" || code === "merge"
    ? "it joins another story, which it resembles more"
    : "it joins the story of its copy";
}

const joins: Readonly<Record<string, string>> = {
  copy: "it carries the text of another entry",
  update: "it is a newer version of another entry",
  "same-url": "it has the page of another entry",
  "same-text": "it has headline and text of another entry",
  "copy-merge": "two copies are one text",
};

function copyWords({ code }: Reason): string {
  const veto = vetoWords[code.replace(/^not-copy-/, "") as VetoCode];
  return veto === undefined ? (joins[code] ?? code) : `it stays apart: ${veto}`;
}
