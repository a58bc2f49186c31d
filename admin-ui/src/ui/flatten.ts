import { formatBytes } from './format';

/** Any JSON object as terms and values: {a: {b: 1}} becomes "A b: 1". The page need not know what the server will choose to tell. */
export function flatten(value: unknown): [string, string][] {
  return leaves(value, '').map(([path, text]) => [path.charAt(0).toUpperCase() + path.slice(1), text]);
}

function leaves(value: unknown, path: string): [string, string][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    if (value.every((item) => typeof item !== 'object')) return [[path, value.join(', ')]];
    return value.flatMap((item, at) => leaves(item, `${path} ${at + 1}`));
  }
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path} ${key.replaceAll('_', ' ')}`.trim()));
  }
  if (typeof value === 'boolean') return [[path, value ? 'yes' : 'no']];
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'number' && /(^| )bytes$/.test(path)) return [[path, formatBytes(value)]];
  return [[path, JSON.stringify(value)]];
}
