import { Content, Flex, FlexItem, Title } from '@patternfly/react-core';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';

/** The first page has the browser's own focus; every later one takes it, so that a screen reader says where one is. */
let arrived = false;

interface PageHeadingProps {
  title: string;
  /** Beside the title, such as a state. */
  badge?: ReactNode;
  /** Below the title: one sentence. */
  lead?: ReactNode;
  actions?: ReactNode;
  breadcrumb?: ReactNode;
}

export function PageHeading({ title, badge, lead, actions, breadcrumb }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  useEffect(() => {
    if (arrived) heading.current?.focus();
    arrived = true;
  }, [path]);
  return (
    <header className="q-heading">
      {breadcrumb}
      <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} alignItems={{ default: 'alignItemsFlexStart' }}>
        <FlexItem grow={{ default: 'grow' }}>
          <Flex gap={{ default: 'gapSm' }} alignItems={{ default: 'alignItemsCenter' }}>
            <Title headingLevel="h1" size="2xl" tabIndex={-1} ref={heading} className="q-heading__title">
              {title}
            </Title>
            {badge}
          </Flex>
          {lead !== undefined && <Content className="q-heading__lead">{lead}</Content>}
        </FlexItem>
        {actions !== undefined && <FlexItem>{actions}</FlexItem>}
      </Flex>
    </header>
  );
}
