import type { Operation } from '../../api/types';
import { hasEnded } from './states';

/** How the page learns of changes: over Server-Sent Events, or by asking again where those do not get through. */
export type Feed = 'connecting' | 'live' | 'polling' | 'ended';

export type FeedEvent = { kind: 'opened' } | { kind: 'lost' } | { kind: 'operation'; operation: Operation };

/** Once ended stays ended; a lost stream is bridged by polling until it opens again. */
export function nextFeed(feed: Feed, event: FeedEvent): Feed {
  if (feed === 'ended') return 'ended';
  switch (event.kind) {
    case 'opened':
      return 'live';
    case 'lost':
      return 'polling';
    case 'operation':
      return hasEnded(event.operation) ? 'ended' : feed;
  }
}

const settled = (operation: Operation) =>
  operation.steps.filter((step) => ['DONE', 'SKIPPED', 'FAILED', 'UNDOING', 'UNDONE'].includes(step.state)).length;

/** Polls and events cross on the way: an answer that knows less than what is shown already is dropped. */
export function later(shown: Operation | undefined, news: Operation): Operation {
  if (!shown || shown.id !== news.id) return news;
  if (hasEnded(shown) && !hasEnded(news)) return shown;
  return !hasEnded(news) && settled(news) < settled(shown) ? shown : news;
}

/** An event's data as an operation; undefined where it is none, because a broken event must not break the page. */
export function operationOf(data: string): Operation | undefined {
  try {
    const value = JSON.parse(data) as Partial<Operation> | null;
    return typeof value?.id === 'string' && typeof value.state === 'string' && Array.isArray(value.steps)
      ? (value as Operation)
      : undefined;
  } catch {
    return undefined;
  }
}
