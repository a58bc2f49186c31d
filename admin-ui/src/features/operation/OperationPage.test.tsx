import { act, screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';
import { ScriptedEventSource } from '../../test/eventSource';
import { openPortal } from '../../test/portal';
import { anOperation, aStep } from '../../test/samples';
import { server } from '../../test/server';

const DONE = anOperation({
  state: 'SUCCEEDED',
  steps: [aStep('create-table', 'DONE'), aStep('publish-route', 'DONE')],
  ended_at: '2026-11-24T10:00:01Z',
});

let known = anOperation();
beforeEach(() => {
  known = anOperation();
  server.use(http.get('*/api/v1/operations/01', () => HttpResponse.json(known)));
});

async function openStream() {
  openPortal('/operations/01');
  await screen.findByText(/Under way/);
  const stream = ScriptedEventSource.opened.at(-1);
  if (!stream) throw new Error('The page opened no stream.');
  expect(stream.url).toBe('/api/v1/operations/01/events');
  return stream;
}

it('follows the stream to the end and closes it', async () => {
  const stream = await openStream();
  act(() => void stream.dispatchEvent(new Event('open')));
  expect(await screen.findByText('live')).toBeVisible();
  const steps = [aStep('create-table', 'WAITING', { attempt: 2, reason: 'cassandra-1 does not answer' })];
  act(() => stream.say(anOperation({ state: 'WAITING', waiting_reason: 'cassandra-1 does not answer', steps })));
  expect(await screen.findByText('Waiting at step 1 of 1: cassandra-1 does not answer')).toBeVisible();
  expect(screen.getByText('attempt 2')).toBeVisible();
  act(() => stream.say(DONE));
  expect(await screen.findByText('Done: 2 steps carried out.')).toBeVisible();
  await waitFor(() => expect(stream.closed).toBe(true));
});

it('asks again where the stream is lost', async () => {
  const stream = await openStream();
  known = DONE;
  act(() => void stream.dispatchEvent(new Event('error')));
  expect(await screen.findByText('asking every second or two')).toBeVisible();
  expect(await screen.findByText('Done: 2 steps carried out.', {}, { timeout: 5000 })).toBeVisible();
});

it('says what comes of a cancel before it is done', async () => {
  known = anOperation({
    state: 'WAITING',
    waiting_reason: 'cassandra-1 does not answer',
    cancellable: true,
    permissions: ['read', 'retry', 'cancel'],
  });
  const asked: (string | null)[] = [];
  const answer = (request: Request) => {
    const dry = new URL(request.url).searchParams.get('dry_run');
    asked.push(dry);
    if (dry === 'true') return HttpResponse.json({ action: 'cancel', summary: 'Drops its structures.' });
    known = anOperation({ state: 'CANCELLING', cancellable: false });
    return HttpResponse.json(known, { status: 202 });
  };
  server.use(http.post(/operations\/01:cancel/, ({ request }) => answer(request)));
  const { user } = openPortal('/operations/01');
  await user.click(await screen.findByRole('button', { name: 'Cancel it' }));
  expect(await screen.findByText('Drops its structures.')).toBeVisible();
  expect(asked).toEqual(['true']);
  await user.click(screen.getByRole('button', { name: 'Cancel and undo' }));
  expect(await screen.findByText(/Being cancelled/)).toBeVisible();
  expect(asked).toEqual(['true', null]);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('shows an operation on a shard, which is of no tenant', async () => {
  known = { ...DONE, type: 'DrainShard', target: { kind: 'shard', name: 'cassandra-2' } };
  openPortal('/operations/01');
  expect(await screen.findByRole('heading', { level: 1, name: /Drain shard cassandra-2/ })).toBeVisible();
  expect(screen.getByText('cassandra-2')).toBeVisible();
  expect(screen.queryByText(/Operations of/)).toBeNull();
  expect(screen.queryByRole('link', { name: /Open/ })).toBeNull();
});
