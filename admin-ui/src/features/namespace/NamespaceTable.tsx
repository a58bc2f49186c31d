import { Table, Tbody, Td, Th, Thead, type ThProps, Tr } from '@patternfly/react-table';
import { Link } from '@tanstack/react-router';
import type { Namespace } from '../../api/types';
import { Moment } from '../../ui/time';
import type { ListView } from './listView';
import { NamespaceStateLabel } from './NamespaceStateLabel';

type Sort = NonNullable<ListView['sort']>;

interface NamespaceTableProps {
  namespaces: readonly Namespace[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

export function NamespaceTable({ namespaces, sort, onSort }: NamespaceTableProps) {
  const sortBy = (column: 'name' | 'updated', index: number): ThProps['sort'] => ({
    columnIndex: index,
    sortBy: sort.endsWith(column) ? { index, direction: sort.startsWith('-') ? 'desc' : 'asc' } : {},
    onSort: () => onSort(sort === column ? `-${column}` : column),
  });
  return (
    <Table aria-label="Namespaces" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th sort={sortBy('name', 0)} width={40}>
            Name
          </Th>
          <Th>State</Th>
          <Th>Abstraction</Th>
          <Th>Shard</Th>
          <Th sort={sortBy('updated', 4)}>Changed</Th>
        </Tr>
      </Thead>
      <Tbody>
        {namespaces.map((namespace) => (
          <Tr key={namespace.uid}>
            <Td dataLabel="Name">
              <Link
                className="q-name"
                to="/tenants/$tenant/namespaces/$name"
                params={{ tenant: namespace.tenant, name: namespace.name }}
              >
                {namespace.name}
              </Link>
              {namespace.spec.description && <div className="q-quiet">{namespace.spec.description}</div>}
            </Td>
            <Td dataLabel="State">
              <NamespaceStateLabel state={namespace.status.state} />
            </Td>
            <Td dataLabel="Abstraction">{namespace.spec.abstraction}</Td>
            <Td dataLabel="Shard">
              {namespace.status.placements.map((placement) => placement.shard).join(', ') || '–'}
            </Td>
            <Td dataLabel="Changed">
              <Moment at={namespace.updated_at} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
