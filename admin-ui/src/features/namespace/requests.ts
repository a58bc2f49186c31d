export interface Example {
  title: string;
  command: string;
  /** What one must be allowed to do with the namespace for this to work. */
  needs: 'read' | 'write';
}

/** Whether gateways, or the store itself, can be asked for what is kept there. */
export const canBeUsed = (abstraction: string) => abstraction === 'key-value' || abstraction === 'relational';

/** Requests that work when pasted, given a token in QUARRY_TOKEN. One item, so that each can be followed by the next. */
export function examplesOf(origin: string, endpoint: string): Example[] {
  if (endpoint.endsWith('/connection')) return examplesOfDatabase(origin, endpoint);
  const item = `${origin}${endpoint}/records/ada/items/email`;
  const token = '-H "Authorization: Bearer $QUARRY_TOKEN"';
  return [
    {
      title: 'Put an item',
      needs: 'write',
      command: `curl -i -X PUT \\\n  '${item}' \\\n  ${token} \\\n  -H 'Content-Type: text/plain' \\\n  --data 'ada@example.com'`,
    },
    { title: 'Get it back', needs: 'read', command: `curl -i \\\n  '${item}' \\\n  ${token}` },
    {
      title: 'List the record',
      needs: 'read',
      command: `curl -s \\\n  '${origin}${endpoint}/records/ada' \\\n  ${token}`,
    },
  ];
}

/** A relational namespace is reached by a PostgreSQL client; what is asked for here is the way to it. */
function examplesOfDatabase(origin: string, endpoint: string): Example[] {
  const credentials = endpoint.replace(/\/connection$/, ':credentials');
  const token = '-H "Authorization: Bearer $QUARRY_TOKEN"';
  return [
    {
      title: 'Get credentials',
      needs: 'write',
      command: `curl -s -X POST \\\n  '${origin}${credentials}' \\\n  ${token}`,
    },
    { title: 'Show the connection', needs: 'read', command: `curl -s \\\n  '${origin}${endpoint}' \\\n  ${token}` },
  ];
}
