-- Conditions on grants, approvals that have an end, and events of every change.

-- No two revisions of grants are alike, so one that was taken away and given again is not the one that somebody has read.
CREATE SEQUENCE access_grant_revision;
ALTER TABLE access_grant ADD COLUMN revision bigint NOT NULL DEFAULT nextval('access_grant_revision') CHECK (revision > 0);
GRANT USAGE ON SEQUENCE access_grant_revision TO quarry_tenant, quarry_system;
GRANT UPDATE (revision) ON access_grant TO quarry_tenant, quarry_system;

-- until when an operation can be approved; afterwards a worker takes it to undo it. Null where nothing ends the wait.
ALTER TABLE operation ADD COLUMN approval_until timestamptz;

-- An operation is told as readers see it: a wish to cancel it counts from its moment on, and what is being undone says why.
CREATE OR REPLACE FUNCTION operation_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wished constant boolean := NEW.cancel_at IS NOT NULL AND NEW.ended_at IS NULL AND NEW.state <> 'CANCELLING';
BEGIN
    INSERT INTO event (tenant, type, subject, data) VALUES (
        NEW.tenant,
        CASE WHEN TG_OP = 'INSERT' THEN 'io.quarry.operation.opened'
             WHEN NEW.ended_at IS NOT NULL THEN 'io.quarry.operation.ended'
             ELSE 'io.quarry.operation.progressed' END,
        'operations/' || NEW.id,
        jsonb_build_object('id', NEW.id, 'type', replace(initcap(replace(NEW.type, '_', ' ')), ' ', ''),
                           'state', CASE WHEN wished THEN 'CANCELLING' ELSE NEW.state END,
                           'reason', CASE WHEN wished THEN 'cancelled by ' || NEW.cancel_by
                               ELSE coalesce(NEW.state_facts ->> 'reason', NEW.state_facts ->> 'hindrance',
                                             NEW.state_facts ->> 'asked') END,
                           'requested_by', NEW.requested_by, 'steps', NEW.steps, 'problem', NEW.problem,
                           'target', CASE WHEN NEW.shard IS NULL
                               THEN jsonb_build_object('kind', 'namespace', 'tenant', NEW.tenant, 'name', NEW.namespace_name,
                                                       'uid', NEW.namespace_uid)
                               ELSE jsonb_build_object('kind', 'shard', 'name', NEW.shard) END));
    RETURN NULL;
END $$;
DROP TRIGGER progressed ON operation;
CREATE TRIGGER progressed AFTER UPDATE ON operation FOR EACH ROW
    WHEN ((OLD.state, OLD.state_facts -> 'reason', OLD.state_facts -> 'hindrance', OLD.steps, OLD.problem, OLD.cancel_at)
          IS DISTINCT FROM
          (NEW.state, NEW.state_facts -> 'reason', NEW.state_facts -> 'hindrance', NEW.steps, NEW.problem, NEW.cancel_at))
    EXECUTE FUNCTION operation_event();

-- A shard is told with all that operators change of it; what is reserved moves with every namespace, and is told by theirs.
CREATE OR REPLACE FUNCTION shard_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event (type, subject, data) VALUES (
        CASE TG_OP WHEN 'INSERT' THEN 'io.quarry.shard.registered' ELSE 'io.quarry.shard.changed' END,
        'shards/' || NEW.id,
        jsonb_build_object('id', NEW.id, 'engine', NEW.engine, 'state', NEW.state, 'reason', NEW.reason, 'revision', NEW.revision,
                           'endpoints', NEW.endpoints, 'labels', NEW.labels,
                           'capacity', jsonb_build_object('millicores', NEW.capacity_millicores,
                                                          'memory_bytes', NEW.capacity_memory_bytes,
                                                          'disk_bytes', NEW.capacity_disk_bytes,
                                                          'reads_per_second', NEW.capacity_reads_per_second,
                                                          'writes_per_second', NEW.capacity_writes_per_second,
                                                          'objects', NEW.capacity_objects)));
    RETURN NULL;
END $$;
DROP TRIGGER changed ON shard;
CREATE TRIGGER changed AFTER UPDATE ON shard FOR EACH ROW
    WHEN ((OLD.engine, OLD.state, OLD.reason, OLD.revision, OLD.endpoints, OLD.labels, OLD.capacity_millicores,
           OLD.capacity_memory_bytes, OLD.capacity_disk_bytes, OLD.capacity_reads_per_second, OLD.capacity_writes_per_second,
           OLD.capacity_objects)
          IS DISTINCT FROM
          (NEW.engine, NEW.state, NEW.reason, NEW.revision, NEW.endpoints, NEW.labels, NEW.capacity_millicores,
           NEW.capacity_memory_bytes, NEW.capacity_disk_bytes, NEW.capacity_reads_per_second, NEW.capacity_writes_per_second,
           NEW.capacity_objects))
    EXECUTE FUNCTION shard_event();
