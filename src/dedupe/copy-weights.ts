/** Weights of the copy score, in the order of `copyInputNames`. Made by `npm run train`; see eval/train.ts for what it reads. */
export const copyWeights: { readonly bias: number; readonly weights: readonly number[] } = {
  bias: -3.355,
  weights: [1.561, 0.432, 0.944, 0.233, 0, 3.651, 1.46, -1.713, 0, -0.128, 0, 0, 0, 0.769, 3.36],
};
