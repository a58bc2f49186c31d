-- What comes after a namespace's retirement, and the end of a tenant.

-- when it gave up its name; null while it holds one
ALTER TABLE namespace ADD COLUMN retired_at timestamptz;
-- A deleted tenant's row stays, because its history refers to it; its name may be taken again.
ALTER TABLE tenant ADD COLUMN deleted_at timestamptz;

-- The owner is bound by the policies as well, and sees no row of a tenant's.
ALTER TABLE namespace NO FORCE ROW LEVEL SECURITY;
UPDATE namespace SET retired_at = updated_at WHERE state IN ('RETIRED', 'PURGED');
ALTER TABLE namespace FORCE ROW LEVEL SECURITY;

CREATE INDEX namespace_retired ON namespace (tenant, name, uid) WHERE state = 'RETIRED';

ALTER TABLE operation DROP CONSTRAINT operation_type_check;
ALTER TABLE operation ADD CONSTRAINT operation_type_check CHECK (type IN (
    'PROVISION_NAMESPACE', 'CHANGE_NAMESPACE', 'RETIRE_NAMESPACE', 'PURGE_NAMESPACE', 'RESTORE_NAMESPACE'));

GRANT UPDATE (retired_at) ON namespace TO quarry_tenant, quarry_system;
GRANT UPDATE (created_at, deleted_at) ON tenant TO quarry_tenant;
-- Who restores a namespace calls off the purge that waits for it; fences and leases stay out of reach.
GRANT UPDATE (state, state_facts, steps, ended_at) ON operation TO quarry_tenant;
