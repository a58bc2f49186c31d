export interface Example {
  title: string;
  command: string;
}

/** Requests that work when pasted, given a token in QUARRY_TOKEN. One item, so that each can be followed by the next. */
export function examplesOf(origin: string, endpoint: string): Example[] {
  const item = `${origin}${endpoint}/records/ada/items/email`;
  const token = '-H "Authorization: Bearer $QUARRY_TOKEN"';
  return [
    {
      title: 'Put an item',
      command: `curl -i -X PUT '${item}' \\\n  ${token} \\\n  -H 'Content-Type: text/plain' \\\n  --data 'ada@example.com'`,
    },
    { title: 'Get it back', command: `curl -i '${item}' \\\n  ${token}` },
    { title: 'List the record', command: `curl -s '${origin}${endpoint}/records/ada' \\\n  ${token}` },
  ];
}
