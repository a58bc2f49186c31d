import { expect, test } from 'vitest';
import { examplesOf } from './requests';

test('a database is asked for its connection and credentials, and no item is put there', () => {
  const examples = examplesOf('http://quarry', '/api/v1/tenants/demo/namespaces/orders/connection');
  expect(examples.map(({ needs }) => needs)).toEqual(['write', 'read']);
  expect(examples[0]?.command).toContain("'http://quarry/api/v1/tenants/demo/namespaces/orders:credentials'");
  expect(examples[1]?.command).toContain("'http://quarry/api/v1/tenants/demo/namespaces/orders/connection'");
});

test('what gateways serve is shown with an item', () => {
  expect(examplesOf('http://quarry', '/data/v1/kv/demo/profiles')[0]?.command).toContain('/records/ada/items/email');
});
