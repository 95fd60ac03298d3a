/** Entries per hour as small bars, the present hour last; the same in words for those who do not see it. */
export function SparkChart(props: { readonly counts: readonly number[]; readonly says: string }) {
  const { counts } = props;
  const highest = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const label = `${props.says}: ${total} in ${counts.length} hours, at most ${Math.max(0, ...counts)} in one hour`;
  return (
    <svg class="spark" viewBox={`0 0 ${counts.length * 4} 24`} preserveAspectRatio="none" role="img" aria-label={label}>
      <title>{label}</title>
      {counts.map((count, at) => {
        const height = count === 0 ? 1 : 2 + (22 * count) / highest;
        return (
          <rect
            key={at}
            x={at * 4}
            y={24 - height}
            width={3}
            height={height}
            {...(count === 0 ? { class: "ground" } : {})}
          />
        );
      })}
    </svg>
  );
}
