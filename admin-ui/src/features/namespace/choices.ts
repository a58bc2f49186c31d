import type { Option } from '../../ui/Choice';

/** What is kept there, and what of it cannot be had yet. */
export const ABSTRACTIONS: readonly Option[] = [
  {
    value: 'key-value',
    label: 'Key-value',
    explanation: 'Records of items that are sorted by key, on Cassandra.',
  },
  {
    value: 'relational',
    label: 'Relational',
    explanation: 'A PostgreSQL database of your own, reached by any PostgreSQL client.',
  },
  {
    value: 'search',
    label: 'Search',
    explanation: 'JSON documents on Elasticsearch, found by their declared fields.',
  },
  {
    value: 'cache',
    label: 'Cache',
    explanation: 'Entries under keys, on memcached. They may be lost at any time.',
  },
  {
    value: 'object',
    label: 'Object',
    explanation: 'Objects under paths, on S3. The bucket is made; the routes to use it are not there yet.',
  },
  {
    value: 'counter',
    label: 'Counter',
    explanation: 'Counts that are added to. Tables, or memory, are made; the routes to use them are not there yet.',
  },
  {
    value: 'time-series',
    label: 'Time-series',
    explanation:
      'Events in the order of their time, on Cassandra. Tables are made; the routes to use them are not there yet.',
  },
  {
    value: 'dataset',
    label: 'Dataset',
    explanation:
      'Versions of a whole data set, published at once, on S3. The bucket is made; the routes to use it are not there yet.',
  },
];

export const COUNTER_MODES: readonly Option[] = [
  {
    value: 'eventual',
    label: 'Eventual',
    explanation: 'Nothing that was added is lost or counted twice; a read is a minute or two behind. On Cassandra.',
  },
  {
    value: 'accurate',
    label: 'Accurate',
    explanation: 'The same, and a read adds what came since: exact, and about twice the work.',
  },
  {
    value: 'best-effort',
    label: 'Best effort',
    explanation: 'On memcached: fast and cheap. Counts may be lost, and what is sent twice counts twice.',
  },
];

export const CONSISTENCIES: readonly Option[] = [
  {
    value: 'read-your-writes',
    label: 'Read your writes',
    explanation: 'A read sees every write that was acknowledged before it. The usual choice.',
  },
  {
    value: 'eventual',
    label: 'Eventual',
    explanation: 'A read may be a moment behind, and is cheaper and faster for it.',
  },
  {
    value: 'bounded',
    label: 'Bounded',
    explanation: 'Reads come from a cache where they can, and are at most 30 seconds behind.',
    unavailable: true,
  },
];

export const WRITES: readonly Option[] = [
  {
    value: 'last-write-wins',
    label: 'Last write wins',
    explanation: 'The write with the newest token stays. Fast, and safe to repeat. No conditions on a write.',
  },
  {
    value: 'conditional',
    label: 'Conditional',
    explanation:
      'Each write names the version that it replaces, and is refused if another came first. Several times slower.',
  },
];

/** What is written into the field, as one would write it. */
export const TTLS: readonly { value: string; label: string }[] = [
  { value: '', label: 'Keep for ever' },
  { value: '1 day', label: '1 day' },
  { value: '30 days', label: '30 days' },
  { value: '90 days', label: '90 days' },
];

export const RETENTIONS: readonly Option[] = [
  {
    value: 'P7D',
    label: 'Keep the data for 7 days',
    explanation: 'The endpoint stops at once; what was stored is destroyed a week later.',
  },
  {
    value: 'P30D',
    label: 'Keep the data for 30 days',
    explanation: 'The same, with more time before anything is lost.',
  },
  { value: 'PT0S', label: 'Purge at once', explanation: 'All of its data is destroyed now. Nobody can bring it back.' },
];
