-- A tenant's programs. Each credential of an account is a client of the identity provider, called <account>.<number>; the row comes
-- before the client and goes after it, so that no client exists that no row knows. Secrets are not kept here, nor anywhere else.

CREATE TABLE service_account (
    id text PRIMARY KEY,
    tenant text NOT NULL REFERENCES tenant (name),
    name text NOT NULL CHECK (name ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
    description text NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
    state text NOT NULL DEFAULT 'CREATING' CHECK (state IN ('CREATING', 'ACTIVE', 'DELETING')),
    last_credential integer NOT NULL DEFAULT 1 CHECK (last_credential > 0),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    rotated_at timestamptz,
    UNIQUE (tenant, id),
    CONSTRAINT service_account_id_is_its_tenants CHECK (id ~ '^sa\.[a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9]{8}$'
        AND starts_with(id, 'sa.' || tenant || '.' || name || '.'))
);
-- one that is being deleted frees its name
CREATE UNIQUE INDEX service_account_live_name ON service_account (tenant, name) WHERE state <> 'DELETING';

-- LOST: the identity provider has no such client any more; works_until: the end of the overlap after a rotation
CREATE TABLE service_account_credential (
    tenant text NOT NULL,
    account text NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    state text NOT NULL DEFAULT 'CREATING' CHECK (state IN ('CREATING', 'ACTIVE', 'LOST', 'REMOVING')),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    works_until timestamptz,
    PRIMARY KEY (tenant, account, number),
    FOREIGN KEY (tenant, account) REFERENCES service_account (tenant, id)
);
-- what the settler looks for; everything else it leaves alone
CREATE INDEX service_account_credential_unsettled ON service_account_credential (state, works_until)
    WHERE state IN ('CREATING', 'REMOVING') OR works_until IS NOT NULL;

CREATE POLICY of_tenant ON service_account TO quarry_tenant
    USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_tenant ON service_account_credential TO quarry_tenant
    USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
ALTER TABLE service_account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE service_account_credential ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY of_system ON service_account TO quarry_system USING (true);
CREATE POLICY of_system ON service_account_credential TO quarry_system USING (true);

GRANT SELECT, INSERT, UPDATE (state, last_credential, rotated_at), DELETE ON service_account TO quarry_tenant;
GRANT SELECT, INSERT, UPDATE (state, works_until), DELETE ON service_account_credential TO quarry_tenant;
GRANT SELECT ON service_account, service_account_credential TO quarry_system;
