/** Fewer are no shape. */
const FEWEST = 4;

/** The shape of the last minutes, no axes. */
export function SparkLine({ values, className = '' }: { values: readonly number[]; className?: string }) {
  if (values.length < FEWEST) return <div className={className} />;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map((value, index) => `${((index / (values.length - 1)) * 100).toFixed(2)},${(30 - ((value - low) / span) * 28).toFixed(2)}`);
  const rising = (values.at(-1) ?? 0) >= (values[0] ?? 0);
  return (
    <svg
      viewBox="0 0 100 32"
      preserveAspectRatio="none"
      className={`${rising ? 'text-success' : 'text-error'} ${className}`}
      role="img"
      aria-label={`last ${values.length} minutes, ${rising ? 'rising' : 'falling'}`}
    >
      <polygon points={`0,32 ${points.join(' ')} 100,32`} fill="currentColor" opacity="0.1" />
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" strokeLinejoin="round" />
    </svg>
  );
}
