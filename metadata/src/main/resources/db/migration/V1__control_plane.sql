-- The control plane's truth. Three roles, made before any migration: quarry_owner runs this, quarry_tenant serves requests inside
-- one tenant, quarry_system is the platform itself. Row-level security is forced on every table, so it binds the owner as well.
--
-- The tenant of a transaction is the setting quarry.tenant, local to it. Once set it comes back as '' on the same connection, so
-- '' means unset, and unset means no rows. '@platform', which no tenant can be called, stands for what belongs to no tenant.
-- Keys lead with the tenant, and references carry it, so that no row can point into another tenant.

CREATE TABLE tenant (
    name text PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
    description text NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
    revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- revision is the spec's; epoch rises with each move; retention_seconds is what a retirement asked for
CREATE TABLE namespace (
    uid text PRIMARY KEY CHECK (uid ~ '^[a-z][a-z0-9]{19}$'),
    tenant text NOT NULL REFERENCES tenant (name),
    name text NOT NULL CHECK (name ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
    state text NOT NULL CHECK (state IN ('PENDING', 'PROVISIONING', 'ACTIVE', 'CHANGING', 'MOVING', 'NEEDS_ATTENTION',
                                         'RETIRING', 'RETIRED', 'PURGED')),
    reason text,
    epoch integer NOT NULL DEFAULT 1 CHECK (epoch > 0),
    revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
    spec jsonb NOT NULL,
    effective jsonb NOT NULL,
    retention_seconds bigint CHECK (retention_seconds >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant, uid)
);
-- a retired namespace frees its name, so only live ones compete for it
CREATE UNIQUE INDEX namespace_live_name ON namespace (tenant, name) WHERE state NOT IN ('RETIRED', 'PURGED');

CREATE TABLE namespace_revision (
    tenant text NOT NULL,
    namespace_uid text NOT NULL,
    revision bigint NOT NULL CHECK (revision > 0),
    spec jsonb NOT NULL,
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, namespace_uid, revision),
    FOREIGN KEY (tenant, namespace_uid) REFERENCES namespace (tenant, uid)
);

-- A grant on a namespace names its uid: who comes next under the same name does not inherit it.
CREATE TABLE access_grant (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    principal text NOT NULL CHECK (principal ~ '^(user|client):[A-Za-z0-9][A-Za-z0-9._@+-]{0,127}$'),
    tenant text REFERENCES tenant (name),
    namespace_uid text,
    role text NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (principal, tenant, namespace_uid),
    FOREIGN KEY (tenant, namespace_uid) REFERENCES namespace (tenant, uid),
    CONSTRAINT access_grant_role_fits_scope CHECK (CASE
        WHEN tenant IS NULL THEN namespace_uid IS NULL AND role IN ('PLATFORM_OPERATOR', 'PLATFORM_ADMIN')
        WHEN namespace_uid IS NULL THEN role IN ('TENANT_VIEWER', 'TENANT_DEVELOPER', 'TENANT_ADMIN')
        ELSE role IN ('DATA_READER', 'DATA_WRITER') END)
);
CREATE INDEX access_grant_scope ON access_grant (tenant, namespace_uid);

-- Credentials by name only. The ledger is here: whoever reserves locks the row, and the check has the last word.
CREATE TABLE shard (
    id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
    engine text NOT NULL CHECK (engine IN ('CASSANDRA', 'ELASTICSEARCH', 'MEMCACHED', 'S3', 'POSTGRESQL')),
    state text NOT NULL CHECK (state IN ('PROVISIONING', 'ACTIVE', 'CORDONED', 'DRAINING', 'RETIRED', 'FAILED')),
    endpoints jsonb NOT NULL CHECK (jsonb_typeof(endpoints) = 'array'),
    labels jsonb NOT NULL DEFAULT '{}',
    settings jsonb NOT NULL DEFAULT '{}',
    credential_ref text NOT NULL,
    capacity_objects integer NOT NULL CHECK (capacity_objects >= 0),
    reserved_objects integer NOT NULL DEFAULT 0 CHECK (reserved_objects >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT shard_not_overdrawn CHECK (reserved_objects <= capacity_objects)
);

CREATE TABLE placement (
    tenant text NOT NULL,
    namespace_uid text NOT NULL,
    epoch integer NOT NULL CHECK (epoch > 0),
    role text NOT NULL CHECK (role IN ('PRIMARY', 'CACHE', 'INDEX', 'BLOBS')),
    shard text NOT NULL REFERENCES shard (id),
    objects integer NOT NULL CHECK (objects > 0),
    PRIMARY KEY (tenant, namespace_uid, epoch, role),
    FOREIGN KEY (tenant, namespace_uid) REFERENCES namespace (tenant, uid)
);
CREATE INDEX placement_shard ON placement (shard);

-- state names where it stands and state_facts holds that state's own facts. fence rises at each claim; due_at is when a worker
-- may take it (the lease's end while one has it). The target's name is kept as it was.
CREATE TABLE operation (
    id uuid PRIMARY KEY,
    tenant text NOT NULL,
    namespace_uid text NOT NULL,
    namespace_name text NOT NULL,
    type text NOT NULL CHECK (type IN ('PROVISION_NAMESPACE', 'CHANGE_NAMESPACE', 'RETIRE_NAMESPACE', 'PURGE_NAMESPACE')),
    state text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'RUNNING', 'WAITING', 'NEEDS_ATTENTION', 'CANCELLING',
                                                           'SUCCEEDED', 'FAILED', 'CANCELLED')),
    state_facts jsonb NOT NULL DEFAULT '{}',
    requested_by text NOT NULL,
    plan jsonb NOT NULL,
    steps jsonb NOT NULL,
    progress jsonb NOT NULL DEFAULT '{}',
    problem jsonb,
    fence bigint NOT NULL DEFAULT 0 CHECK (fence >= 0),
    worker text,
    lease_until timestamptz,
    due_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    FOREIGN KEY (tenant, namespace_uid) REFERENCES namespace (tenant, uid),
    CONSTRAINT operation_lease_has_holder CHECK ((worker IS NULL) = (lease_until IS NULL)),
    CONSTRAINT operation_ended CHECK ((ended_at IS NOT NULL) = (state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')))
);
-- A purge waits beside what retired the namespace, which is still under way when it opens the purge; it has its own place.
CREATE UNIQUE INDEX operation_one_mutating ON operation (tenant, namespace_uid)
    WHERE ended_at IS NULL AND type <> 'PURGE_NAMESPACE';
CREATE UNIQUE INDEX operation_one_purge ON operation (tenant, namespace_uid)
    WHERE ended_at IS NULL AND type = 'PURGE_NAMESPACE';
CREATE INDEX operation_due ON operation (due_at) WHERE ended_at IS NULL;
CREATE INDEX operation_newest ON operation (tenant, id DESC);

-- One row. Taking the next revision locks it until the commit, which makes the order of revisions the order of commits.
CREATE TABLE route_revision (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    incarnation bigint NOT NULL CHECK (incarnation > 0),
    counter bigint NOT NULL CHECK (counter >= 0)
);
INSERT INTO route_revision (incarnation, counter) VALUES (1, 0);

-- A namespace's route, or the grants that hold on all of a tenant's namespaces; the key is the topic's.
CREATE TABLE route (
    key text PRIMARY KEY,
    tenant text NOT NULL REFERENCES tenant (name),
    namespace_uid text,
    incarnation bigint NOT NULL,
    counter bigint NOT NULL,
    body jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (tenant, namespace_uid) REFERENCES namespace (tenant, uid),
    CONSTRAINT route_key CHECK (key = coalesce(namespace_uid, 'tenant:' || tenant)),
    CONSTRAINT route_order UNIQUE (incarnation, counter)
);

-- applied: every route up to that revision; revisions are one order, so it acknowledges each of them
CREATE TABLE instance (
    id text PRIMARY KEY,
    host text NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now(),
    last_seen timestamptz NOT NULL DEFAULT now(),
    applied_incarnation bigint NOT NULL DEFAULT 0,
    applied_counter bigint NOT NULL DEFAULT 0
);

-- The tenant is not a reference: denials may name one that does not exist. A denial has its minute, and one row a minute.
CREATE TABLE audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    tenant text,
    issuer text NOT NULL,
    subject text NOT NULL,
    principal text NOT NULL,
    request_id text,
    action text NOT NULL,
    target text NOT NULL,
    outcome text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}',
    denied_minute timestamptz CHECK (denied_minute = date_trunc('minute', denied_minute, 'UTC'))
);
CREATE UNIQUE INDEX audit_denial ON audit (issuer, subject, action, tenant, denied_minute) NULLS NOT DISTINCT
    WHERE denied_minute IS NOT NULL;
CREATE INDEX audit_newest ON audit (tenant, id DESC);

CREATE TABLE idempotency (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text,
    issuer text NOT NULL,
    subject text NOT NULL,
    route text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    request_hash text NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE NULLS NOT DISTINCT (tenant, issuer, subject, route, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);

-- A revision that fell would hide later changes from all who have read further.
CREATE FUNCTION refuse_falling_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.incarnation, NEW.counter) <= (OLD.incarnation, OLD.counter) THEN
        RAISE EXCEPTION 'a revision only rises' USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rises BEFORE UPDATE ON route_revision FOR EACH ROW EXECUTE FUNCTION refuse_falling_revision();
CREATE TRIGGER rises BEFORE UPDATE ON route FOR EACH ROW EXECUTE FUNCTION refuse_falling_revision();

CREATE FUNCTION tell_of_route() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.pg_notify('quarry_routes', NEW.key);
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON route FOR EACH ROW EXECUTE FUNCTION tell_of_route();
REVOKE ALL ON FUNCTION refuse_falling_revision(), tell_of_route() FROM PUBLIC;

-- What a tenant owns
CREATE POLICY of_tenant ON tenant TO quarry_tenant USING (name = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_tenant ON namespace TO quarry_tenant USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_tenant ON namespace_revision TO quarry_tenant USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_tenant ON placement TO quarry_tenant USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_tenant ON operation TO quarry_tenant USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_tenant ON route TO quarry_tenant USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
-- What a tenant owns, or nobody does
CREATE POLICY of_tenant ON access_grant TO quarry_tenant
    USING (coalesce(tenant, '@platform') = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_tenant ON audit TO quarry_tenant
    USING (coalesce(tenant, '@platform') = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_tenant ON idempotency TO quarry_tenant
    USING (coalesce(tenant, '@platform') = nullif(current_setting('quarry.tenant', true), ''));
-- What nobody owns
CREATE POLICY of_platform ON instance TO quarry_tenant USING (nullif(current_setting('quarry.tenant', true), '') = '@platform');
-- What placing a namespace and publishing its route need, whoever's it is
CREATE POLICY in_context ON shard TO quarry_tenant USING (nullif(current_setting('quarry.tenant', true), '') IS NOT NULL);
CREATE POLICY in_context ON route_revision TO quarry_tenant USING (nullif(current_setting('quarry.tenant', true), '') IS NOT NULL);

DO $$
DECLARE
    each text;
BEGIN
    FOREACH each IN ARRAY ARRAY['tenant', 'namespace', 'namespace_revision', 'access_grant', 'shard', 'placement', 'operation',
                                'route_revision', 'route', 'instance', 'audit', 'idempotency'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', each);
        EXECUTE format('CREATE POLICY of_system ON %I TO quarry_system USING (true)', each);
    END LOOP;
END $$;

-- Requests make and describe; only the platform carries out, so a tenant's role never touches a fence, a lease or an epoch.
GRANT SELECT, INSERT, UPDATE (description, revision, updated_at) ON tenant TO quarry_tenant;
GRANT SELECT, INSERT, UPDATE (state, reason, revision, spec, effective, retention_seconds, updated_at) ON namespace TO quarry_tenant;
GRANT SELECT, INSERT ON namespace_revision, placement, operation, audit, idempotency TO quarry_tenant;
GRANT SELECT, INSERT, UPDATE (role, granted_at), DELETE ON access_grant TO quarry_tenant;
GRANT SELECT, UPDATE (reserved_objects) ON shard TO quarry_tenant;
GRANT SELECT, UPDATE (counter) ON route_revision TO quarry_tenant;
GRANT SELECT, INSERT, UPDATE (incarnation, counter, body, changed_at) ON route TO quarry_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON instance TO quarry_tenant;

-- Audit rows are only ever added; specs that were are not rewritten.
GRANT SELECT ON tenant, namespace_revision TO quarry_system;
GRANT SELECT, UPDATE (state, reason, epoch, effective, retention_seconds, updated_at) ON namespace TO quarry_system;
GRANT SELECT, INSERT, UPDATE (role, granted_at), DELETE ON access_grant TO quarry_system;
GRANT SELECT, INSERT, UPDATE ON shard, operation, route TO quarry_system;
GRANT SELECT, INSERT, DELETE ON placement TO quarry_system;
GRANT SELECT, UPDATE (incarnation, counter) ON route_revision TO quarry_system;
GRANT SELECT, DELETE ON instance, idempotency TO quarry_system;
GRANT SELECT, INSERT ON audit TO quarry_system;
