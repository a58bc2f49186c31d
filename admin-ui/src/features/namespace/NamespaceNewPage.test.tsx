import { screen, waitFor } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';
import { openPortal } from '../../test/portal';
import { anOperation, aPlan } from '../../test/samples';
import { server } from '../../test/server';

const PLAN = aPlan({ warnings: ['There is one copy only.'] });

const plans = (answer: (spec: unknown) => HttpResponse<never> | ReturnType<typeof HttpResponse.json>) =>
  server.use(
    http.put('*/api/v1/tenants/demo/namespaces/profiles', async ({ request }) => answer(await request.json())),
  );

async function fillIn() {
  const portal = openPortal('/tenants/demo/namespaces/new');
  await portal.user.type(await screen.findByRole('textbox', { name: /^Name/ }), 'profiles');
  return portal;
}

it('says what is wrong while one types, and asks the server only when all is right', async () => {
  const { user } = openPortal('/tenants/demo/namespaces/new');
  const name = await screen.findByRole('textbox', { name: /^Name/ });
  await user.type(name, 'My');
  expect(name).toHaveAccessibleDescription(/small letters only/);
  await user.type(screen.getByLabelText('Items expire after'), '90');
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  expect(screen.getByLabelText('Items expire after')).toHaveAccessibleDescription(/such as 90 days/);
  expect(name).toHaveFocus();
});

it('shows what the server refuses at its field until that is changed', async () => {
  plans(() =>
    HttpResponse.json(
      { title: 'Invalid', code: 'invalid-spec', violations: [{ field: 'spec.ttl', message: 'At most P365D.' }] },
      { status: 422 },
    ),
  );
  const { user } = await fillIn();
  const ttl = screen.getByLabelText('Items expire after');
  await user.type(ttl, 'P999D');
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  await waitFor(() => expect(ttl).toHaveAccessibleDescription(/At most P365D/));
  expect(ttl).toHaveFocus();
  await user.type(ttl, '{Backspace}');
  expect(ttl).not.toHaveAccessibleDescription(/At most P365D/);
});

it.each([
  ['a plan to change it', () => HttpResponse.json(aPlan({ action: 'change' }))],
  ['a problem', () => HttpResponse.json({ title: 'The name is taken', code: 'name-taken' }, { status: 409 })],
])('says when the name is taken, told by %s', async (_, answer) => {
  plans(answer);
  const { user } = await fillIn();
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveAccessibleDescription(/has this name already/),
  );
});

it('creates what was planned, once one agrees, and goes to the operation', async () => {
  const asked: { dry: string | null; condition: string | null; spec: unknown }[] = [];
  server.use(
    http.put('*/api/v1/tenants/demo/namespaces/profiles', async ({ request }) => {
      const dry = new URL(request.url).searchParams.get('dry_run');
      asked.push({ dry, condition: request.headers.get('If-None-Match'), spec: await request.json() });
      return dry === 'true' ? HttpResponse.json(PLAN) : HttpResponse.json(anOperation(), { status: 202 });
    }),
    http.get('*/api/v1/operations/01', () => HttpResponse.json(anOperation())),
  );
  const { user, router } = await fillIn();
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  expect(await screen.findByText('Create the table u_1 on cassandra-1.')).toBeVisible();
  expect(screen.getByText('There is one copy only.')).toBeVisible();
  expect(asked).toHaveLength(1);
  await user.click(screen.getByRole('button', { name: 'Agree and create' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/operations/01'));
  expect(asked.map(({ dry, condition }) => [dry, condition])).toEqual([
    ['true', '*'],
    [null, '*'],
  ]);
  expect(asked[1]?.spec).toEqual(asked[0]?.spec);
});

it('cannot be agreed to when the plan refuses', async () => {
  plans(() =>
    HttpResponse.json({
      ...PLAN,
      refusals: [{ code: 'no-capacity', title: 'No shard has room', detail: 'No shard has room for it.' }],
    }),
  );
  const { user } = await fillIn();
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  expect(await screen.findByText('No shard has room for it.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Agree and create' })).toBeDisabled();
});

it('says before one agrees that somebody has to approve it', async () => {
  plans(() => HttpResponse.json({ ...PLAN, approval: 'it would cost 500.00 USD a month' }));
  const { user } = await fillIn();
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  expect(await screen.findByText(/Somebody has to approve it/)).toBeVisible();
  expect(screen.getByText(/500.00 USD a month/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Agree and create' })).toBeEnabled();
});

it('tells a viewer which role is missing', async () => {
  openPortal('/tenants/demo/namespaces/new', 'tenant-viewer');
  expect(await screen.findByText('tenant-developer')).toBeVisible();
  expect(screen.queryByRole('form')).not.toBeInTheDocument();
});

it('declares the fields of a search: rows come and go, and each has its labels', async () => {
  let asked: unknown;
  plans((spec) => {
    asked = spec;
    return HttpResponse.json(PLAN);
  });
  const { user } = await fillIn();
  await user.click(screen.getByRole('radio', { name: /^Search/ }));
  expect(screen.queryByLabelText('Items expire after')).not.toBeInTheDocument();
  expect(screen.queryByRole('radio', { name: /^Eventual/ })).not.toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  const editor = screen.getByRole('group', { name: 'Fields' });
  expect(editor).toHaveAccessibleDescription(/Give each field a name/);
  expect(editor).toHaveFocus();
  await user.type(screen.getByRole('textbox', { name: 'Name of field 1' }), 'title');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Analyzer of field 1' }), 'simple');
  await user.click(screen.getByRole('button', { name: 'Add a field' }));
  await user.type(screen.getByRole('textbox', { name: 'Name of field 2' }), 'like');
  await user.selectOptions(screen.getByRole('combobox', { name: 'Type of field 2' }), 'dense-vector');
  await user.type(screen.getByRole('textbox', { name: 'Dimensions of field 2' }), '3');
  await user.click(screen.getByRole('button', { name: 'Add a field' }));
  await user.click(screen.getByRole('button', { name: 'Remove field 3' }));
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  await screen.findByRole('button', { name: 'Agree and create' });
  expect(asked).toMatchObject({
    abstraction: 'search',
    search: { fields: { title: { type: 'text', analyzer: 'simple' }, like: { type: 'dense-vector', dimensions: 3 } } },
  });
});

it('asks of objects when unfinished uploads are dropped', async () => {
  const { user } = await fillIn();
  await user.click(screen.getByRole('radio', { name: /^Object/ }));
  const abort = screen.getByRole('textbox', { name: /Unfinished uploads/ });
  expect(abort).toHaveValue('7 days');
  await user.clear(abort);
  await user.type(abort, '1 hour');
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  expect(abort).toHaveAccessibleDescription(/whole days/);
  expect(abort).toHaveFocus();
});

it('asks of a counter what a count is worth', async () => {
  let asked: unknown;
  plans((spec) => {
    asked = spec;
    return HttpResponse.json(PLAN);
  });
  const { user } = await fillIn();
  await user.click(screen.getByRole('radio', { name: /^Counter/ }));
  expect(screen.queryByLabelText(/Size of an item/)).not.toBeInTheDocument();
  await user.click(screen.getByRole('radio', { name: /^Best effort/ }));
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  await screen.findByRole('button', { name: 'Agree and create' });
  expect(asked).toMatchObject({ abstraction: 'counter', counter: { mode: 'best-effort' } });
});

it('shows what is not offered yet and does not let it be chosen', async () => {
  await fillIn();
  expect(screen.getByRole('radio', { name: /Bounded \(not offered yet\)/ })).toBeDisabled();
});

it('asks of a time-series how long events are kept, and of how many series', async () => {
  const { user } = await fillIn();
  await user.click(screen.getByRole('radio', { name: /^Time-series/ }));
  expect(screen.getByRole('textbox', { name: /^Series/ })).toBeVisible();
  const late = screen.getByRole('textbox', { name: /^Events may be late by/ });
  await user.clear(late);
  await user.type(late, '31 days');
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  expect(late).toHaveAccessibleDescription(/kept|30 days/);
  expect(late).toHaveFocus();
});

it('asks of a dataset what a version holds', async () => {
  let asked: unknown;
  plans((spec) => {
    asked = spec;
    return HttpResponse.json(PLAN);
  });
  const { user } = await fillIn();
  await user.click(screen.getByRole('radio', { name: /^Dataset/ }));
  await user.type(screen.getByRole('textbox', { name: /^Types/ }), 'Movie(id): id long');
  await user.click(screen.getByRole('button', { name: 'Show the plan' }));
  await screen.findByRole('button', { name: 'Agree and create' });
  expect(asked).toMatchObject({
    abstraction: 'dataset',
    dataset: { keep_versions: 10, types: { Movie: { fields: { id: 'long' }, primary_key: ['id'] } } },
  });
});
