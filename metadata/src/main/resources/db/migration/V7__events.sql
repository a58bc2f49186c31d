-- What changed, for whoever listens: written by triggers, so that no code can forget it, in the transaction of the change; a row
-- stays until the publisher knows that the topic has it. A change of one resource waits for the change before it to be committed,
-- so the order of ids is the order of each resource's changes.

CREATE TABLE event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL DEFAULT gen_random_uuid(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    tenant text,
    type text NOT NULL,
    subject text NOT NULL,
    data jsonb NOT NULL
);

CREATE FUNCTION tell_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.pg_notify('quarry_events', '');
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON event FOR EACH STATEMENT EXECUTE FUNCTION tell_of_event();

CREATE FUNCTION namespace_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event (tenant, type, subject, data) VALUES (
        NEW.tenant,
        CASE TG_OP WHEN 'INSERT' THEN 'io.quarry.namespace.created' ELSE 'io.quarry.namespace.changed' END,
        'tenants/' || NEW.tenant || '/namespaces/' || NEW.uid,
        jsonb_build_object('uid', NEW.uid, 'tenant', NEW.tenant, 'name', NEW.name, 'state', NEW.state, 'reason', NEW.reason,
                           'epoch', NEW.epoch, 'revision', NEW.revision, 'spec', NEW.spec));
    RETURN NULL;
END $$;
CREATE TRIGGER created AFTER INSERT ON namespace FOR EACH ROW EXECUTE FUNCTION namespace_event();
CREATE TRIGGER changed AFTER UPDATE ON namespace FOR EACH ROW
    WHEN ((OLD.name, OLD.state, OLD.reason, OLD.epoch, OLD.revision, OLD.spec)
          IS DISTINCT FROM (NEW.name, NEW.state, NEW.reason, NEW.epoch, NEW.revision, NEW.spec))
    EXECUTE FUNCTION namespace_event();

-- A prolonged lease is no change that anybody sees.
CREATE FUNCTION operation_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event (tenant, type, subject, data) VALUES (
        NEW.tenant,
        CASE WHEN TG_OP = 'INSERT' THEN 'io.quarry.operation.opened'
             WHEN NEW.ended_at IS NOT NULL THEN 'io.quarry.operation.ended'
             ELSE 'io.quarry.operation.progressed' END,
        'operations/' || NEW.id,
        jsonb_build_object('id', NEW.id, 'type', replace(initcap(replace(NEW.type, '_', ' ')), ' ', ''), 'state', NEW.state,
                           'reason', NEW.state_facts -> 'reason', 'requested_by', NEW.requested_by, 'steps', NEW.steps,
                           'target', jsonb_build_object('tenant', NEW.tenant, 'name', NEW.namespace_name, 'uid', NEW.namespace_uid)));
    RETURN NULL;
END $$;
CREATE TRIGGER opened AFTER INSERT ON operation FOR EACH ROW EXECUTE FUNCTION operation_event();
CREATE TRIGGER progressed AFTER UPDATE ON operation FOR EACH ROW
    WHEN ((OLD.state, OLD.state_facts -> 'reason', OLD.steps) IS DISTINCT FROM (NEW.state, NEW.state_facts -> 'reason', NEW.steps))
    EXECUTE FUNCTION operation_event();

-- What is reserved on a shard moves with every namespace, and is told by theirs.
CREATE FUNCTION shard_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event (type, subject, data) VALUES (
        CASE TG_OP WHEN 'INSERT' THEN 'io.quarry.shard.registered' ELSE 'io.quarry.shard.changed' END,
        'shards/' || NEW.id,
        jsonb_build_object('id', NEW.id, 'engine', NEW.engine, 'state', NEW.state, 'endpoints', NEW.endpoints, 'labels', NEW.labels));
    RETURN NULL;
END $$;
CREATE TRIGGER registered AFTER INSERT ON shard FOR EACH ROW EXECUTE FUNCTION shard_event();
CREATE TRIGGER changed AFTER UPDATE ON shard FOR EACH ROW
    WHEN ((OLD.engine, OLD.state, OLD.endpoints, OLD.labels) IS DISTINCT FROM (NEW.engine, NEW.state, NEW.endpoints, NEW.labels))
    EXECUTE FUNCTION shard_event();

REVOKE ALL ON FUNCTION tell_of_event(), namespace_event(), operation_event(), shard_event() FROM PUBLIC;

ALTER TABLE event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY of_tenant ON event TO quarry_tenant USING (coalesce(tenant, '@platform') = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_system ON event TO quarry_system USING (true);
GRANT INSERT ON event TO quarry_tenant;
GRANT SELECT, INSERT, DELETE ON event TO quarry_system;
