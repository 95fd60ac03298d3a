/** Entries per hour as small bars; the present hour is last. Screen readers get the same in words. */
export function SparkChart(props: { readonly counts: readonly number[]; readonly says: string }) {
  const { counts } = props;
  const highest = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const label = `${props.says}: ${total} in ${counts.length} hours, at most ${Math.max(0, ...counts)} in one hour`;
  // All bars are one path, so that a page with hundreds of feeds stays small.
  const bars = counts.map((count, at) => (count === 0 ? "" : bar(at, 2 + Math.round((22 * count) / highest)))).join("");
  return (
    <svg class="spark" viewBox={`0 0 ${counts.length * 4} 24`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path class="ground" d={`M0 23h${counts.length * 4}v1H0z`} />
      <path d={bars} />
    </svg>
  );
}

function bar(at: number, height: number): string {
  return `M${at * 4} 24v-${height}h3v${height}z`;
}
