import { Button, Card, CardBody, CardTitle, Flex, FlexItem } from '@patternfly/react-core';
import { useState } from 'react';
import type { Namespace } from '../../api/types';
import { ROLE_TO_ASK_FOR } from '../session/roles';
import { DeleteNamespace } from './DeleteNamespace';

/** Shown to those who may use it; the others read which role that takes. */
export function DangerZone({ namespace }: { namespace: Namespace }) {
  const [open, setOpen] = useState(false);
  const { state } = namespace.status;
  if (['RETIRING', 'RETIRED', 'PURGED'].includes(state)) return null;
  if (!namespace.permissions.includes('delete')) {
    return (
      <p className="q-quiet q-foot">
        You may look at this namespace. To change or delete it takes the role <code>{ROLE_TO_ASK_FOR}</code>.
      </p>
    );
  }
  const guarded = namespace.spec.deletion_protection === true;
  return (
    <Card component="section" className="q-danger">
      <CardTitle component="h2">Danger zone</CardTitle>
      <CardBody>
        <Flex
          justifyContent={{ default: 'justifyContentSpaceBetween' }}
          alignItems={{ default: 'alignItemsCenter' }}
          gap={{ default: 'gapMd' }}
        >
          <FlexItem className="q-danger__text" id="delete-note">
            {guarded
              ? 'It is protected from deletion. Change it first, and take the protection away.'
              : 'Its endpoint stops at once, and its data is kept for as long as you choose.'}
          </FlexItem>
          <FlexItem>
            <Button variant="danger" isDisabled={guarded} aria-describedby="delete-note" onClick={() => setOpen(true)}>
              Delete namespace
            </Button>
          </FlexItem>
        </Flex>
      </CardBody>
      {open && <DeleteNamespace namespace={namespace} onClose={() => setOpen(false)} />}
    </Card>
  );
}
