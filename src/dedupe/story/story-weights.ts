/**
 * Weights of the story score, in the order of `storyInputs` (score-story.ts). A logistic regression with fixed signs
 * learned them from two kinds of pairs. The first are candidate pairs of two labelled sets: the stories with even
 * numbers in allsides (roundups), and half of the clusters of uci (an aggregator). The second are 400 judged pairs from
 * the first days of an English, a German and a Spanish stream. `npm run train` does not make this file.
 */
export const storyWeights: { readonly bias: number; readonly weights: readonly number[] } = {
  bias: -0.753,
  weights: [
    1.183, // cosine
    0.327, // cosineSquared
    -1.456, // breadth
    1.435, // rareWords
    1.089, // rareNames
    0.0, // rareInHeadlinesAlone
    -0.716, // figuresInConflict
    -0.4, // namesInConflict
    -1.413, // missing
    -0.451, // sameOutlet
    -1.045, // sameOutletDays
    -1.114, // hoursApart
    -0.347, // ownTemplate
    1.501, // contained
    -1.456, // bothService
    -0.733, // oneService
    -0.414, // serviceDays
    0.75, // namesShared
    1.073, // headlineOrder
  ],
};
