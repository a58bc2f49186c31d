import type { Namespace } from '../../api/types';
import { STATES } from './states';

/** What the list shows, kept in the URL, so that it can be shared and survives a reload. */
export interface ListView {
  q?: string;
  state?: string;
  sort?: 'name' | '-name' | 'updated' | '-updated';
}

const SORTS = ['name', '-name', 'updated', '-updated'] as const;

/** Whatever stands in the URL becomes a view: what makes no sense is left out, never an error. */
export function listViewOf(search: Record<string, unknown>): ListView {
  const q = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q) : '';
  const state = STATES.find((known) => known === search.state);
  const sort = SORTS.find((known) => known === search.sort);
  return { ...(q && { q }), ...(state && { state }), ...(sort && { sort }) };
}

/** Those that fit the words (name, description, labels) and the state, in the view's order. */
export function viewed(namespaces: readonly Namespace[], view: ListView): Namespace[] {
  const words = (view.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const sort = view.sort ?? 'name';
  const by = (one: Namespace, other: Namespace) =>
    sort.endsWith('name') ? one.name.localeCompare(other.name) : one.updated_at.localeCompare(other.updated_at);
  return namespaces
    .filter((namespace) => view.state === undefined || namespace.status.state === view.state)
    .filter((namespace) => {
      const labels = Object.entries(namespace.spec.labels ?? {}).map(([key, value]) => `${key}=${value}`);
      const text = [namespace.name, namespace.spec.description ?? '', ...labels].join(' ').toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => (sort.startsWith('-') ? by(other, one) : by(one, other)));
}
