import { describe, expect, it } from 'vitest';
import type { Operation } from '../../api/types';
import { anOperation, aStep } from '../../test/samples';
import { durationOf, sentenceOf, spell, timingsOf, titleOf } from './states';

describe('sentenceOf', () => {
  it.each<[string, Partial<Operation>, string]>([
    ['PENDING', {}, 'Accepted; a worker will take it in a moment.'],
    ['RUNNING', {}, 'Under way: step 1 of 2, create table.'],
    [
      'WAITING',
      { waiting_reason: 'cassandra-1 does not answer' },
      'Waiting at step 1 of 2: cassandra-1 does not answer',
    ],
    ['NEEDS_ATTENTION', { waiting_reason: 'disk full' }, 'Needs attention: disk full'],
    [
      'FAILED',
      { problem: { code: 'internal', title: 'Refused', detail: 'The shard refused it.', violations: [] } },
      'Failed at step 1 of 2, and will not be tried again.',
    ],
    ['SUCCEEDED', {}, 'Done: 2 steps carried out.'],
    ['SOMETHING_NEW', {}, 'Something new'],
  ])('%s', (state, more, sentence) => expect(sentenceOf(anOperation({ state, ...more }))).toBe(sentence));

  it('falls back to the reason of the step that waits', () => {
    const steps = [aStep('await-gateways', 'WAITING', { reason: 'gateway-2 has not acknowledged' })];
    expect(sentenceOf(anOperation({ state: 'WAITING', steps }))).toBe(
      'Waiting at step 1 of 1: gateway-2 has not acknowledged',
    );
  });
});

describe('timingsOf', () => {
  const steps = [
    aStep('a', 'DONE', { started_at: '2026-11-24T10:00:00Z', ended_at: '2026-11-24T10:00:01Z' }),
    aStep('b', 'RUNNING', { started_at: '2026-11-24T10:00:01Z' }),
    aStep('c', 'PENDING'),
  ];
  const now = Date.parse('2026-11-24T10:00:04Z');

  it('lays the steps on one scale up to now', () => {
    expect(timingsOf(anOperation({ steps }), now)).toEqual([
      { offset: 0, share: 0.25, took: 1000 },
      { offset: 0.25, share: 0.75, took: 3000 },
      undefined,
    ]);
    expect(durationOf(anOperation({ steps }), now)).toBe(4000);
  });

  it('stands clocks that disagree', () => {
    const early = [aStep('a', 'DONE', { started_at: '2026-11-24T09:59:59Z', ended_at: '2026-11-24T09:59:58Z' })];
    expect(timingsOf(anOperation({ steps: early }), now)).toEqual([{ offset: 0, share: 0, took: 0 }]);
  });
});

it.each([
  ['PublishRoute', 'Publish route'],
  ['await-gateways', 'Await gateways'],
  ['NEEDS_APPROVAL', 'Needs approval'],
])('spells %s as %s', (name, words) => expect(spell(name)).toBe(words));

it('titles an operation by what was asked', () => {
  expect(titleOf('RetireNamespace')).toBe('Delete namespace');
  expect(titleOf('MoveNamespace')).toBe('Move namespace');
});
