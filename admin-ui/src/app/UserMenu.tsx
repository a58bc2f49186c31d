import { Divider, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import UserIcon from '@patternfly/react-icons/dist/esm/icons/user-icon';
import { useState } from 'react';
import type { Grant, Me } from '../api/types';

export function UserMenu({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: 'right', appendTo: 'inline' }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          variant="plainText"
          isExpanded={open}
          icon={<UserIcon />}
          onClick={() => setOpen(!open)}
          aria-label={`Signed in as ${me.name}`}
        >
          <span className="q-wide-only">{me.name}</span>
        </MenuToggle>
      )}
    >
      <div className="q-who">
        <strong>{me.name}</strong>
        {me.grants.map((grant) => (
          <p key={grant.role + JSON.stringify(grant.scope)} className="q-quiet">
            <code>{grant.role}</code> {whereOf(grant)}
          </p>
        ))}
      </div>
      <Divider />
      <DropdownList>
        {/* A page load, not a route: the server ends the session. */}
        <DropdownItem to="/logout" component="a">
          Log out
        </DropdownItem>
      </DropdownList>
    </Dropdown>
  );
}

function whereOf({ scope }: Grant): string {
  if (scope.kind === 'platform') return 'of the platform';
  return scope.namespace ? `on ${scope.tenant ?? ''}/${scope.namespace}` : `in ${scope.tenant ?? ''}`;
}
