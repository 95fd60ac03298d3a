/** Weights of the copy score, in the order of `copyInputNames`. `npm run train` makes this file: see eval/train.ts. */
export const copyWeights: { readonly bias: number; readonly weights: readonly number[] } = {
  bias: -3.367,
  weights: [
    1.56, // containMin
    0.413, // containMax
    0.951, // shinglesMin
    0.238, // shinglesMax
    0, // longestRun
    3.666, // titleOrderSquared
    1.461, // titleEqual
    -1.674, // titleMissing
    0, // figures
    -0.129, // names
    0, // hoursApart
    0, // noBody
    0, // sameMinute
    0.772, // sameByline
    3.362, // sameCredit
  ],
};
