import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { formatBytes, formatCount, formatIsoDuration, isoDurationOf, parseBytes, parseCount } from '../../ui/format';
import type { Draft } from './draft';
import { hasData, hasTtl, itemsOf } from './particulars';

/** What the numbers in the form amount to, as one types: most wrong guesses are seen here first. */
export function Summary({ draft, tenant }: { draft: Draft; tenant: string }) {
  const reads = parseCount(draft.reads);
  const writes = parseCount(draft.writesPerSecond);
  const size = parseBytes(draft.itemBytes);
  const items = parseCount(draft.items);
  const expiry = isoDurationOf(draft.ttl);
  return (
    <Card component="aside" aria-label="Summary" className="q-summary">
      <CardTitle component="h2">
        {tenant}/{draft.name || '…'}
      </CardTitle>
      <CardBody>
        <dl className="q-figures">
          <Figure value={reads === undefined ? undefined : formatCount(reads)} unit="reads a second" />
          <Figure value={writes === undefined ? undefined : formatCount(writes)} unit="writes a second" />
          <Figure
            value={items === undefined ? undefined : formatCount(items)}
            unit={itemsOf(draft.abstraction).toLowerCase()}
          />
          {hasData(draft.abstraction) && (
            <Figure
              value={size === undefined || items === undefined ? undefined : formatBytes(size * items)}
              unit="of data, before copies"
            />
          )}
        </dl>
        {hasTtl(draft.abstraction) && (
          <p className="q-quiet">
            {expiry === undefined
              ? 'Items stay until they are deleted.'
              : `An item expires ${formatIsoDuration(expiry)} after it was written.`}
          </p>
        )}
      </CardBody>
    </Card>
  );
}

function Figure({ value, unit }: { value: string | undefined; unit: string }) {
  return (
    <div>
      <dt>{unit}</dt>
      <dd>{value ?? '–'}</dd>
    </div>
  );
}
