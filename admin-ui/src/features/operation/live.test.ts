import { describe, expect, it } from 'vitest';
import { anOperation, aStep } from '../../test/samples';
import { type Feed, type FeedEvent, later, nextFeed, operationOf } from './live';

const running = anOperation();
const oneDone = anOperation({ steps: [aStep('create-table', 'DONE'), aStep('publish-route', 'RUNNING')] });
const ended = anOperation({
  state: 'SUCCEEDED',
  steps: [aStep('create-table', 'DONE'), aStep('publish-route', 'DONE')],
});

describe('nextFeed', () => {
  const opened: FeedEvent = { kind: 'opened' };
  const lost: FeedEvent = { kind: 'lost' };
  const news: FeedEvent = { kind: 'operation', operation: running };
  const last: FeedEvent = { kind: 'operation', operation: ended };
  it.each<[Feed, FeedEvent, Feed]>([
    ['connecting', opened, 'live'],
    ['connecting', lost, 'polling'],
    ['connecting', news, 'connecting'],
    ['live', news, 'live'],
    ['live', lost, 'polling'],
    ['live', last, 'ended'],
    ['polling', news, 'polling'],
    ['polling', opened, 'live'],
    ['polling', last, 'ended'],
    ['ended', lost, 'ended'],
    ['ended', opened, 'ended'],
    ['ended', news, 'ended'],
  ])('%s, %o → %s', (feed, event, next) => expect(nextFeed(feed, event)).toBe(next));
});

describe('later', () => {
  it('takes what is new', () => {
    expect(later(undefined, running)).toBe(running);
    expect(later(running, oneDone)).toBe(oneDone);
    expect(later(oneDone, ended)).toBe(ended);
  });

  it('drops what is older than what is shown', () => {
    expect(later(oneDone, running)).toBe(oneDone);
    expect(later(ended, running)).toBe(ended);
  });

  it('never mixes two operations', () => {
    const other = anOperation({ id: '02' });
    expect(later(ended, other)).toBe(other);
  });
});

describe('operationOf', () => {
  it('reads an operation', () => expect(operationOf(JSON.stringify(running))).toEqual(running));
  it.each(['', 'null', '{}', '[1]', '{"id":1}', '{"id":"01","state":"RUNNING"}'])('lets %o be', (data) =>
    expect(operationOf(data)).toBeUndefined(),
  );
});
