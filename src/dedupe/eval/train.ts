import { copyInputNames, copyInputs } from "../copy/score-copy.ts";
import { collectBackground } from "./collect-background.ts";
import type { ToItem } from "./eval-types.ts";
import { type Example, fitLogistic } from "./fit-logistic.ts";
import { type LabelledSet, labelledFeatures } from "./labelled-features.ts";

/** The two data files of the engine as source text, and a summary of the training data. */
export interface Trained {
  readonly copyWeights: string;
  readonly backgroundTerms: string;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Learns the weights of the copy score from labelled pairs ("duplicate" against "not_duplicate"), and the common words
 * from all items of the sets. Deterministic: the same sets give the same files.
 */
export function train(sets: readonly LabelledSet[], toItem: ToItem): Trained {
  const examples = sets.flatMap((set) => examplesOf(set, toItem));
  const positives = examples.filter((example) => example.positive).length;
  const terms = collectBackground(
    sets.flatMap((set) => set.items),
    toItem,
  );
  return {
    copyWeights: weightsFile(fitLogistic(examples)),
    backgroundTerms: termsFile(terms),
    positives,
    negatives: examples.length - positives,
  };
}

function examplesOf(set: LabelledSet, toItem: ToItem): readonly Example[] {
  return labelledFeatures(set, toItem).map(({ features, pair }) => ({
    inputs: copyInputs(features),
    positive: pair.label === "duplicate",
  }));
}

function weightsFile({ bias, weights }: ReturnType<typeof fitLogistic>): string {
  const lines = weights.map((weight, i) => `    ${+weight.toFixed(3)}, // ${copyInputNames[i]?.[0]}`);
  return `/** Weights of the copy score, in the order of \`copyInputNames\`. \`npm run train\` makes this file: see eval/train.ts. */
export const copyWeights: { readonly bias: number; readonly weights: readonly number[] } = {
  bias: ${+bias.toFixed(3)},
  weights: [
${lines.join("\n")}
  ],
};
`;
}

function termsFile(terms: Readonly<Record<string, string>>): string {
  const lines = Object.entries(terms).map(([language, packed]) => `  ${language}: "${packed}",`);
  return `/** Common words by language, as hashes with their share of documents (see background.ts). Made by \`npm run train\`. */
export const backgroundTerms: Readonly<Record<string, string>> = {
${lines.join("\n")}
};
`;
}
