import { Card, CardBody, CardTitle, ClipboardCopy, Content, Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { useState } from 'react';
import { CopyableCode } from '../../ui/CopyableCode';
import { ROLE_TO_ASK_FOR } from '../session/roles';
import { examplesOf } from './requests';

/** Made, and not to be used yet: said plainly, so that nobody looks for the mistake at their end. */
export function NoRoutesYet({ abstraction, endpoint }: { abstraction: string; endpoint: string }) {
  return (
    <Card component="section">
      <CardTitle component="h2">It cannot be used yet</CardTitle>
      <CardBody>
        <Content component="p">
          What it needs is there, with the room that was reserved. The data routes of {abstraction} namespaces come with
          a later version of Quarry; they will be below <code>{endpoint}</code>, which answers 404 until then.
        </Content>
      </CardBody>
    </Card>
  );
}

export function EndpointCard({ endpoint, permissions }: { endpoint: string; permissions: readonly string[] }) {
  const [tab, setTab] = useState<string | number>(0);
  const examples = examplesOf(window.location.origin, endpoint).filter(({ needs }) => permissions.includes(needs));
  return (
    <Card component="section">
      <CardTitle component="h2">Use it</CardTitle>
      <CardBody>
        <ClipboardCopy isReadOnly hoverTip="Copy" clickTip="Copied" textAriaLabel="Endpoint">
          {window.location.origin + endpoint}
        </ClipboardCopy>
        <Tabs activeKey={tab} onSelect={(_, key) => setTab(key)} aria-label="Requests" className="q-tabs">
          {examples.map(({ title, command }, at) => (
            <Tab key={title} eventKey={at} title={<TabTitleText>{title}</TabTitleText>}>
              <CopyableCode code={command} label={title} />
            </Tab>
          ))}
        </Tabs>
        <Content component="small">
          <code>QUARRY_TOKEN</code> is an access token of yours or of a service account. On a local stack:{' '}
          <code>export QUARRY_TOKEN=$(./quarry token NAME)</code>
        </Content>
        {!permissions.includes('write') && (
          <Content component="small">
            You may read here; to write takes the role <code>data-writer</code> on it, or <code>{ROLE_TO_ASK_FOR}</code>
            .
          </Content>
        )}
      </CardBody>
    </Card>
  );
}
