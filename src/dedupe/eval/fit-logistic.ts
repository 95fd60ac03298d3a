import { copyInputNames } from "../copy/score-copy.ts";

/** A labelled pair as the inputs of the copy score. `positive`: the pair is one text. */
export interface Example {
  readonly inputs: readonly number[];
  readonly positive: boolean;
}

/** A fitted logistic regression. */
export interface Fitted {
  readonly bias: number;
  readonly weights: readonly number[];
}

const rounds = 4000;
const step = 0.5;
/** Shrinks the weights. Otherwise the weight of an input that only one class has would grow without limit. */
const ridge = 0.002;

/**
 * Fits a logistic regression by gradient descent. After each step a weight with the wrong sign is set to 0. Both
 * classes have the same total weight. Deterministic.
 */
export function fitLogistic(examples: readonly Example[]): Fitted {
  const size = copyInputNames.length;
  let weights: readonly number[] = new Array<number>(size).fill(0);
  let bias = 0;
  const positives = examples.filter((example) => example.positive).length;
  const shares = { positive: 0.5 / Math.max(1, positives), negative: 0.5 / Math.max(1, examples.length - positives) };
  for (let round = 0; round < rounds; round += 1) {
    const slope = new Array<number>(size).fill(0);
    let biasSlope = 0;
    for (const { inputs, positive } of examples) {
      const miss =
        (predict(inputs, weights, bias) - (positive ? 1 : 0)) * (positive ? shares.positive : shares.negative);
      biasSlope += miss;
      for (let i = 0; i < size; i += 1) slope[i] = (slope[i] as number) + miss * (inputs[i] as number);
    }
    bias -= step * 4 * biasSlope;
    weights = weights.map((weight, i) => held(weight - step * 4 * ((slope[i] as number) + ridge * weight), i));
  }
  return { bias, weights };
}

function held(weight: number, i: number): number {
  const sign = copyInputNames[i]?.[1] ?? 1;
  return weight * sign < 0 ? 0 : weight;
}

function predict(inputs: readonly number[], weights: readonly number[], bias: number): number {
  let sum = bias;
  for (let i = 0; i < inputs.length; i += 1) sum += (inputs[i] as number) * (weights[i] as number);
  return 1 / (1 + Math.exp(-sum));
}
