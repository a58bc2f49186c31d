import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { server } from '../test/server';
import { api, bodyOf } from './client';
import { ProblemError } from './problem';

describe('the one door', () => {
  it('says who asks, so that no other site can ask in its place', async () => {
    let seen: string | null = null;
    server.use(
      http.delete('*/api/v1/tenants/demo/namespaces/a%20b', ({ request }) => {
        seen = request.headers.get('X-Requested-With');
        return HttpResponse.json({ action: 'retire', steps: [] });
      }),
    );
    const path = { tenant: 'demo', namespace: 'a b' };
    const plan = await api.DELETE('/api/v1/tenants/{tenant}/namespaces/{namespace}', { params: { path } }).then(bodyOf);
    expect(seen).toBe('quarry-portal');
    expect(plan).toEqual({ action: 'retire', steps: [] });
  });

  it('throws what is no success', async () => {
    server.use(
      http.get('*/api/v1/me', () =>
        HttpResponse.json(
          { title: 'Not allowed', code: 'missing-role', detail: 'tenant-viewer is missing' },
          { status: 403 },
        ),
      ),
    );
    await expect(api.GET('/api/v1/me')).rejects.toThrow(ProblemError);
    await expect(api.GET('/api/v1/me')).rejects.toMatchObject({ code: 'missing-role', status: 403 });
  });
});
