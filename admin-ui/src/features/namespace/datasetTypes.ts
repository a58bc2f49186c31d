import type { NamespaceSpec } from '../../api/types';

type Types = NonNullable<NamespaceSpec['dataset']>['types'];

const LINE = /^(\w+)\s*(?:\(([^)]*)\))?\s*:\s*(.*)$/;
const FIELD = /^([A-Za-z]\w{0,63})\s+(\w+)$/;
const TYPE_NAME = /^[A-Z]\w{0,63}$/;
const SCALARS: readonly string[] = ['string', 'int', 'long', 'float', 'double', 'boolean', 'bytes'];

const parts = (list: string) =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The types of a dataset as one writes them, one a line: `Movie(id): id long, title string, director Person`. */
export function typesOf(text: string): Types {
  const types: Types = {};
  for (const line of linesOf(text)) {
    const [, name = '', key = '', fields = ''] = LINE.exec(line) ?? [];
    types[name] = {
      fields: Object.fromEntries(parts(fields).map((part) => (FIELD.exec(part) ?? []).slice(1, 3) as [string, string])),
      primary_key: parts(key),
    };
  }
  return types;
}

/** What keeps the text from being read; what the server alone can see, such as a cycle, is left to it. */
export function typesError(text: string): string | undefined {
  const lines = linesOf(text);
  if (lines.length === 0) return 'Declare at least one type.';
  const unread = lines.find((line) => !LINE.test(line));
  if (unread !== undefined) return `“${unread}” is no type. Write Name(key): field type, field type.`;
  const names = lines.map((line) => LINE.exec(line)?.[1] ?? '');
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return `“${twice}” is there twice.`;
  return lines.map((line) => typeError(line, names)).find(Boolean);
}

function typeError(line: string, names: readonly string[]): string | undefined {
  const [, name = '', key = '', fields = ''] = LINE.exec(line) ?? [];
  if (!TYPE_NAME.test(name)) return `“${name}”: begin with a capital; then letters, digits and _ only.`;
  const read = parts(fields).map((part) => FIELD.exec(part));
  if (read.length === 0 || read.includes(null)) return `“${name}”: write each field as its name and its type.`;
  const kinds = new Map(read.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
  if (kinds.size < read.length) return `“${name}”: a field is there twice.`;
  const unknown = [...kinds.values()].find((kind) => !SCALARS.includes(kind) && !names.includes(kind));
  if (unknown !== undefined) return `“${name}”: there is no type “${unknown}”.`;
  const stranger = parts(key).find((field) => !kinds.has(field));
  return stranger === undefined ? undefined : `“${name}”: its key “${stranger}” is no field.`;
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** As it would have been typed. */
export const textOf = (types: Types): string =>
  Object.entries(types)
    .map(([name, { fields, primary_key = [] }]) => {
      const key = primary_key.length > 0 ? `(${primary_key.join(', ')})` : '';
      const declared = Object.entries(fields).map(([field, kind]) => `${field} ${kind}`);
      return `${name}${key}: ${declared.join(', ')}`;
    })
    .join('\n');
