import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
} from '@patternfly/react-core';
import type { ReactNode } from 'react';

export type Entry = readonly [term: string, description: ReactNode];

export function KeyValues({ entries, columns = false }: { entries: readonly Entry[]; columns?: boolean }) {
  return (
    <DescriptionList
      isCompact
      isHorizontal
      horizontalTermWidthModifier={{ default: '12ch', sm: '16ch' }}
      isAutoFit={columns}
    >
      {entries.map(([term, description]) => (
        <DescriptionListGroup key={term}>
          <DescriptionListTerm>{term}</DescriptionListTerm>
          <DescriptionListDescription>{description}</DescriptionListDescription>
        </DescriptionListGroup>
      ))}
    </DescriptionList>
  );
}
