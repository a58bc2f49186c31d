-- The two log-ins of a relational namespace's database, which take turns. No password is kept here, nor anywhere else; its verifier only until
-- the worker has brought it to the shard.

-- SETTING: the worker is to bring the verifier to the shard; SET: it has, and nobody was shown the password; LOCKED: past its overlap
CREATE TABLE relational_login (
    tenant text NOT NULL,
    namespace_uid text NOT NULL,
    slot text NOT NULL CHECK (slot IN ('A', 'B')),
    number integer NOT NULL CHECK (number > 0),
    state text NOT NULL DEFAULT 'SETTING' CHECK (state IN ('SETTING', 'SET', 'ACTIVE', 'LOCKED')),
    verifier text CHECK (starts_with(verifier, 'SCRAM-SHA-256$')),
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    works_until timestamptz,
    PRIMARY KEY (tenant, namespace_uid, slot),
    FOREIGN KEY (tenant, namespace_uid) REFERENCES namespace (tenant, uid),
    CONSTRAINT relational_login_verifier_is_on_its_way CHECK ((state = 'SETTING') = (verifier IS NOT NULL))
);
-- what the settler looks for; everything else it leaves alone
CREATE INDEX relational_login_unsettled ON relational_login (state, works_until)
    WHERE state = 'SETTING' OR (state = 'ACTIVE' AND works_until IS NOT NULL);

-- those whose size is measured; a metadata of a million namespaces is not read for them
CREATE INDEX namespace_relational ON namespace (uid) WHERE spec ->> 'abstraction' = 'relational' AND state = 'ACTIVE';

CREATE POLICY of_tenant ON relational_login TO quarry_tenant
    USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
ALTER TABLE relational_login ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY of_system ON relational_login TO quarry_system USING (true);

GRANT SELECT, INSERT, UPDATE (number, state, verifier, requested_by, requested_at, works_until) ON relational_login TO quarry_tenant;
GRANT SELECT, UPDATE (state, verifier), DELETE ON relational_login TO quarry_system;
