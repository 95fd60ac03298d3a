/** Weights of the copy score, in the order of `copyInputs`. Made by `npm run train`; see eval/train.ts for what it reads. */
export const copyWeights: { readonly bias: number; readonly weights: readonly number[] } = {
  bias: -7,
  weights: [3, 1, 5, 1, 4, 3, 1.5, -3, -1, -1, -0.5, -0.5, 1.5, 1, 0.5],
};
