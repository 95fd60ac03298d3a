import type { StoryScore } from "./eval-types.ts";

/**
 * B-cubed precision, recall and F (Bagga and Baldwin, 1998) of clusters against labels: for each item, the share of its
 * cluster that has its label, and the share of its label that is in its cluster. `labels` and `clusters` have the same
 * order. Items with a null label are left out.
 */
export function bCubed(labels: readonly (string | null)[], clusters: readonly number[]): StoryScore | null {
  const labelSizes = new Map<string, number>();
  const clusterSizes = new Map<number, number>();
  const shared = new Map<string, { readonly label: string; readonly cluster: number; count: number }>();
  let labelled = 0;
  for (let i = 0; i < labels.length; i += 1) {
    const label = labels[i] ?? null;
    if (label === null) continue;
    const cluster = clusters[i] as number;
    labelled += 1;
    labelSizes.set(label, (labelSizes.get(label) ?? 0) + 1);
    clusterSizes.set(cluster, (clusterSizes.get(cluster) ?? 0) + 1);
    const key = `${cluster} ${label}`;
    const known = shared.get(key) ?? { label, cluster, count: 0 };
    known.count += 1;
    shared.set(key, known);
  }
  if (labelled === 0) return null;
  let precision = 0;
  let recall = 0;
  for (const { label, cluster, count } of shared.values()) {
    precision += (count * count) / (clusterSizes.get(cluster) as number);
    recall += (count * count) / (labelSizes.get(label) as number);
  }
  precision /= labelled;
  recall /= labelled;
  return { labelled, precision, recall, f: (2 * precision * recall) / (precision + recall) };
}
