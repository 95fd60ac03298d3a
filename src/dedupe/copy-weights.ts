/** Weights of the copy score, in the order of `copyInputNames`. Made by `npm run train`; see eval/train.ts for what it reads. */
export const copyWeights: { readonly bias: number; readonly weights: readonly number[] } = {
  bias: -3.384,
  weights: [2.318, 0.266, 0.392, 0, 0, 3.826, 1.573, -1.205, 0, 0, 0, 0, 0, 2.365, 0],
};
