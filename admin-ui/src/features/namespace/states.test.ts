import { describe, expect, it } from 'vitest';
import type { Namespace } from '../../api/types';
import { aNamespace } from '../../test/samples';
import { examplesOf } from './requests';
import { isInMotion, isServing, sentenceOf, STATES } from './states';

const inState = (state: Namespace['status']['state'], reason: string | null = null) => {
  const namespace = aNamespace();
  return { ...namespace, status: { ...namespace.status, state, reason } };
};

describe('a namespace in one sentence', () => {
  it.each<[Namespace['status']['state'], string | null, string]>([
    ['ACTIVE', null, 'It is ready and serves requests from cassandra-1.'],
    ['PROVISIONING', 'waiting for gateway-2', 'It is being set up on cassandra-1: waiting for gateway-2'],
    ['NEEDS_ATTENTION', null, 'It needs attention; its operation says why.'],
    [
      'NEEDS_ATTENTION',
      'cassandra-1 is down',
      'It needs attention, and goes on by itself when the cause is gone: cassandra-1 is down',
    ],
  ])('%s because %s', (state, reason, sentence) => expect(sentenceOf(inState(state, reason))).toBe(sentence));

  it('does not promise requests that nothing answers yet', () => {
    const search = { ...inState('ACTIVE'), spec: { abstraction: 'search' as const } };
    expect(sentenceOf(search)).toBe('It is ready on cassandra-1, and cannot be used yet.');
  });

  it.each(STATES)('%s has one', (state) => expect(sentenceOf(inState(state))).not.toContain(state));
});

it('knows what moves and what serves', () => {
  expect(STATES.filter((state) => isInMotion(inState(state)))).not.toContain('ACTIVE');
  expect(STATES.filter((state) => isServing(inState(state)))).toEqual(['ACTIVE', 'CHANGING', 'MOVING']);
});

it('gives commands with the address of this very portal', () => {
  const commands = examplesOf('http://127.0.0.1:8080', '/data/v1/kv/demo/profiles').map((example) => example.command);
  expect(commands[0]).toContain(
    "-X PUT \\\n  'http://127.0.0.1:8080/data/v1/kv/demo/profiles/records/ada/items/email'",
  );
  expect(commands.every((command) => command.includes('$QUARRY_TOKEN'))).toBe(true);
});
