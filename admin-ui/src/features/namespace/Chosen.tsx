import type { Effective, Placement } from '../../api/types';
import { flatten } from '../../ui/flatten';
import { formatBytes, formatCount } from '../../ui/format';
import { type Entry, KeyValues } from '../../ui/KeyValues';
import { Sentences } from '../../ui/Sentences';
import { spell } from '../operation/states';

interface ChosenProps {
  placements: readonly Placement[];
  effective: Effective | null;
  /** What else belongs beside it. */
  more?: readonly Entry[];
}

/** What the planner chose for a namespace, and why. */
export function Chosen({ placements, effective, more = [] }: ChosenProps) {
  return (
    <>
      <KeyValues entries={[...placements.map(placed), ...(effective ? entriesOf(effective) : []), ...more]} columns />
      {effective && effective.reasons.length > 0 && (
        <div className="q-quiet q-because">
          <p>Because:</p>
          <Sentences of={effective.reasons} />
        </div>
      )}
    </>
  );
}

/** What is said in words of its own, here or in an alert above. */
const TOLD: ReadonlySet<string> = new Set<keyof Effective>([
  'engine',
  'replication',
  'limits',
  'warnings',
  'reasons',
  'demand',
  'layout',
  'monthly_cost',
]);

const placed = ({ role, shard }: Placement): Entry => [role === 'PRIMARY' ? 'Lives on' : spell(role), shard];

/** In words what this page knows; what the server has learnt to tell since is spelled out. */
function entriesOf(effective: Effective): Entry[] {
  const { engine, replication, limits, demand, monthly_cost: cost } = effective;
  const more = Object.entries(effective).filter(([key]) => !TOLD.has(key));
  return [
    ['Engine', spell(engine)],
    ['Copies', replication === 1 ? '1 of each item' : `${replication} of each item`],
    [
      'Admits',
      `${formatCount(limits.reads_per_second)} reads and ${formatCount(limits.writes_per_second)} writes a second`,
    ],
    [
      'Reserves',
      `${formatCount(demand.millicores / 1000)} cores, ${formatBytes(demand.memory_bytes)} of memory, ${formatBytes(demand.disk_bytes)} of disk`,
    ],
    ...(cost ? [['Costs', `${cost.per_month.toFixed(2)} ${cost.currency} a month`] as const] : []),
    ...flatten(Object.fromEntries(more)),
  ];
}
