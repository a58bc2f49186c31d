-- Shards that operators register, change, drain and retire: their operations are no tenant's.

-- revision: of what operators say of it, its state included; never of what is reserved. state_before: what a drain or a retirement found,
-- which its cancelling brings back.
ALTER TABLE shard
    ADD COLUMN reason text,
    ADD COLUMN revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
    ADD COLUMN state_before text CHECK (state_before IN ('PROVISIONING', 'ACTIVE', 'CORDONED', 'DRAINING', 'FAILED'));

-- An operation is about a namespace of a tenant, or about a shard, and never about both.
ALTER TABLE operation
    ADD COLUMN shard text REFERENCES shard (id),
    ALTER COLUMN tenant DROP NOT NULL,
    ALTER COLUMN namespace_uid DROP NOT NULL,
    ALTER COLUMN namespace_name DROP NOT NULL,
    DROP CONSTRAINT operation_type_check,
    ADD CONSTRAINT operation_type_check CHECK (type IN (
        'PROVISION_NAMESPACE', 'CHANGE_NAMESPACE', 'RETIRE_NAMESPACE', 'PURGE_NAMESPACE', 'RESTORE_NAMESPACE',
        'PROVISION_SHARD', 'DRAIN_SHARD', 'RETIRE_SHARD')),
    ADD CONSTRAINT operation_one_target CHECK (CASE WHEN shard IS NULL
        THEN num_nulls(tenant, namespace_uid, namespace_name) = 0
        ELSE num_nonnulls(tenant, namespace_uid, namespace_name, namespace_revision) = 0 END),
    ADD CONSTRAINT operation_type_fits_target CHECK (
        (shard IS NOT NULL) = (type IN ('PROVISION_SHARD', 'DRAIN_SHARD', 'RETIRE_SHARD')));
CREATE UNIQUE INDEX operation_one_on_shard ON operation (shard) WHERE ended_at IS NULL AND shard IS NOT NULL;
CREATE INDEX operation_newest_of_shard ON operation (shard, id DESC) WHERE shard IS NOT NULL;

-- What a tenant owns, or nobody does
ALTER POLICY of_tenant ON operation USING (coalesce(tenant, '@platform') = nullif(current_setting('quarry.tenant', true), ''));

-- Every transaction sees shards and moves their ledger; only the platform's own makes one, or says anything else of it.
DROP POLICY in_context ON shard;
CREATE POLICY seen_in_context ON shard FOR SELECT TO quarry_tenant
    USING (nullif(current_setting('quarry.tenant', true), '') IS NOT NULL);
CREATE POLICY reserved_in_context ON shard FOR UPDATE TO quarry_tenant
    USING (nullif(current_setting('quarry.tenant', true), '') IS NOT NULL);
CREATE POLICY of_platform ON shard FOR INSERT TO quarry_tenant
    WITH CHECK (nullif(current_setting('quarry.tenant', true), '') = '@platform');

CREATE FUNCTION refuse_change_of_shard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nullif(current_setting('quarry.tenant', true), '') <> '@platform' THEN
        RAISE EXCEPTION 'a tenant moves what is reserved on a shard, and nothing else of it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER platforms BEFORE UPDATE OF engine, state, state_before, reason, endpoints, labels, settings, credential_ref, revision,
    capacity_millicores, capacity_memory_bytes, capacity_disk_bytes, capacity_reads_per_second, capacity_writes_per_second,
    capacity_objects ON shard FOR EACH ROW EXECUTE FUNCTION refuse_change_of_shard();
REVOKE ALL ON FUNCTION refuse_change_of_shard() FROM PUBLIC;

GRANT INSERT ON shard TO quarry_tenant;
GRANT UPDATE (engine, state, state_before, reason, endpoints, labels, settings, credential_ref, revision, updated_at,
    capacity_millicores, capacity_memory_bytes, capacity_disk_bytes, capacity_reads_per_second, capacity_writes_per_second,
    capacity_objects) ON shard TO quarry_tenant;

CREATE OR REPLACE FUNCTION operation_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event (tenant, type, subject, data) VALUES (
        NEW.tenant,
        CASE WHEN TG_OP = 'INSERT' THEN 'io.quarry.operation.opened'
             WHEN NEW.ended_at IS NOT NULL THEN 'io.quarry.operation.ended'
             ELSE 'io.quarry.operation.progressed' END,
        'operations/' || NEW.id,
        jsonb_build_object('id', NEW.id, 'type', replace(initcap(replace(NEW.type, '_', ' ')), ' ', ''), 'state', NEW.state,
                           'reason', NEW.state_facts -> 'reason', 'requested_by', NEW.requested_by, 'steps', NEW.steps,
                           'target', CASE WHEN NEW.shard IS NULL
                               THEN jsonb_build_object('kind', 'namespace', 'tenant', NEW.tenant, 'name', NEW.namespace_name,
                                                       'uid', NEW.namespace_uid)
                               ELSE jsonb_build_object('kind', 'shard', 'name', NEW.shard) END));
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION shard_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event (type, subject, data) VALUES (
        CASE TG_OP WHEN 'INSERT' THEN 'io.quarry.shard.registered' ELSE 'io.quarry.shard.changed' END,
        'shards/' || NEW.id,
        jsonb_build_object('id', NEW.id, 'engine', NEW.engine, 'state', NEW.state, 'reason', NEW.reason, 'endpoints', NEW.endpoints,
                           'labels', NEW.labels));
    RETURN NULL;
END $$;
DROP TRIGGER changed ON shard;
CREATE TRIGGER changed AFTER UPDATE ON shard FOR EACH ROW
    WHEN ((OLD.engine, OLD.state, OLD.reason, OLD.endpoints, OLD.labels)
          IS DISTINCT FROM (NEW.engine, NEW.state, NEW.reason, NEW.endpoints, NEW.labels))
    EXECUTE FUNCTION shard_event();
