-- The tables of time-series namespaces, which worker after worker turns: the next one is made in time, expired ones are dropped.

-- A row for each time-series namespace that has been ACTIVE, until it is purged. tables: that there were at the last turn, and as many are reserved;
-- covered_until: up to when events have a table; expired_before: all tables that end by then may be dropped, whatever the spec says since.
CREATE TABLE series_slices (
    tenant text NOT NULL,
    namespace_uid text NOT NULL PRIMARY KEY,
    tables integer NOT NULL DEFAULT 0 CHECK (tables >= 0),
    covered_until timestamptz,
    expired_before timestamptz,
    turned_at timestamptz,
    due_at timestamptz NOT NULL DEFAULT now(),
    fence bigint NOT NULL DEFAULT 0 CHECK (fence >= 0),
    worker text,
    lease_until timestamptz,
    failing_since timestamptz,
    reason text,
    FOREIGN KEY (tenant, namespace_uid) REFERENCES namespace (tenant, uid),
    CONSTRAINT series_slices_lease_is_somebodys CHECK ((worker IS NULL) = (lease_until IS NULL)),
    CONSTRAINT series_slices_says_why CHECK ((failing_since IS NULL) = (reason IS NULL))
);
CREATE INDEX series_slices_due ON series_slices (due_at);
CREATE INDEX series_slices_failing ON series_slices (failing_since) WHERE failing_since IS NOT NULL;

-- The owner is bound by the policies as well, and sees no row of a tenant's.
ALTER TABLE namespace NO FORCE ROW LEVEL SECURITY;
INSERT INTO series_slices (tenant, namespace_uid)
SELECT tenant, uid FROM namespace
WHERE spec ->> 'abstraction' = 'time-series' AND state NOT IN ('PENDING', 'PROVISIONING', 'PURGED');
ALTER TABLE namespace FORCE ROW LEVEL SECURITY;

CREATE POLICY of_tenant ON series_slices TO quarry_tenant USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_system ON series_slices TO quarry_system USING (true);
ALTER TABLE series_slices ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Tenants see how many there are, since what a changed wish reserves depends on it.
GRANT SELECT ON series_slices TO quarry_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON series_slices TO quarry_system;
