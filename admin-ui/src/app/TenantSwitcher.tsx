import { MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

interface TenantSwitcherProps {
  tenants: readonly string[];
  current: string | undefined;
}

export function TenantSwitcher({ tenants, current }: TenantSwitcherProps) {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  return (
    <Select
      isOpen={open}
      selected={current}
      isScrollable
      popperProps={{ appendTo: 'inline' }}
      onOpenChange={setOpen}
      onSelect={(_, tenant) => {
        setOpen(false);
        void navigate({ to: '/tenants/$tenant/namespaces', params: { tenant: String(tenant) } });
      }}
      toggle={(ref) => (
        <MenuToggle
          ref={ref}
          isExpanded={open}
          onClick={() => setOpen(!open)}
          aria-label={`Tenant: ${current ?? 'none'}`}
        >
          <span className="q-wide-only">Tenant </span>
          <strong>{current ?? 'choose'}</strong>
        </MenuToggle>
      )}
    >
      <SelectList aria-label="Tenants">
        {tenants.map((tenant) => (
          <SelectOption key={tenant} value={tenant} isSelected={tenant === current}>
            {tenant}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
