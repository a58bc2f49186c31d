import { Divider, Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import UserIcon from '@patternfly/react-icons/dist/esm/icons/user-icon';
import { useState } from 'react';
import type { Me } from '../api/types';

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
      <DropdownGroup label={me.name}>
        <DropdownList>
          {me.grants.map(({ role, scope }) => (
            <DropdownItem key={role + JSON.stringify(scope)} isDisabled description={scope.tenant ?? scope.kind}>
              {role}
            </DropdownItem>
          ))}
        </DropdownList>
      </DropdownGroup>
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
