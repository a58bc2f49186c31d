import { Skeleton } from '@patternfly/react-core';

const WIDTHS = ['75%', '50%', '66%', '33%'] as const;

/** Holds the place of what is loading, in its shape, and tells screen readers once. */
export function SkeletonRows({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" aria-label={label} className="q-skeletons">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} width={WIDTHS[row % WIDTHS.length]} height="1.25rem" />
      ))}
    </div>
  );
}
