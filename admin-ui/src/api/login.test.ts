import { describe, expect, it } from 'vitest';
import { countLogin, loginUrl } from './login';

describe('loginUrl', () => {
  it('comes back to the very page, its view included', () => {
    expect(loginUrl({ pathname: '/tenants/demo/namespaces', search: '?q=a b' })).toBe(
      '/login?return_to=%2Ftenants%2Fdemo%2Fnamespaces%3Fq%3Da%20b',
    );
  });
});

describe('countLogin', () => {
  it('lets a few log-ins pass, and stops a circle', () => {
    const first = countLogin(null, 100_000);
    const second = countLogin(first ?? null, 101_000);
    const third = countLogin(second ?? null, 102_000);
    expect(third).toBe('100000,101000,102000');
    expect(countLogin(third ?? null, 103_000)).toBeUndefined();
    expect(countLogin(third ?? null, 131_500)).toBe('102000,131500');
  });

  it('survives rubbish in the storage', () => expect(countLogin('x,,9e99', 5)).toBe('5'));
});
