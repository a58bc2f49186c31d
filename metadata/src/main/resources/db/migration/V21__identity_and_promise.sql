-- Which cluster a shard is, so that no two shards are one; and what it keeps its promises by.

-- What the servers call themselves; two clusters never have a mark in common.
CREATE TABLE shard_identity (
    shard text PRIMARY KEY REFERENCES shard (id),
    marks text[] NOT NULL CHECK (cardinality(marks) > 0),
    seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE POLICY of_platform ON shard_identity TO quarry_tenant USING (nullif(current_setting('quarry.tenant', true), '') = '@platform');
CREATE POLICY of_system ON shard_identity TO quarry_system USING (true);
ALTER TABLE shard_identity ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON shard_identity TO quarry_tenant;
GRANT SELECT, INSERT, UPDATE (marks, seen_at), DELETE ON shard_identity TO quarry_system;

-- IMPAIRED: it answers, with fewer nodes than it should have. STRANGER: another cluster answers than the one that was taken into use.
ALTER TABLE shard_health
    DROP CONSTRAINT shard_health_state_check,
    ADD CONSTRAINT shard_health_state_check CHECK (state IN ('ANSWERING', 'IMPAIRED', 'SILENT', 'STRANGER', 'UNKNOWN'));

-- As last measured. replication: how many copies its engine keeps, or can keep; null where it does not tell. impaired: why it is, or null.
ALTER TABLE shard
    ADD COLUMN replication bigint CHECK (replication >= 0),
    ADD COLUMN impaired text;
GRANT UPDATE (replication, impaired) ON shard TO quarry_system;

-- A retired shard lends its name to another cluster.
CREATE FUNCTION forget_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM shard_identity WHERE shard = NEW.id;
    UPDATE shard SET replication = NULL, impaired = NULL WHERE id = NEW.id AND num_nonnulls(replication, impaired) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER forgotten_identity AFTER UPDATE OF state ON shard FOR EACH ROW
    WHEN (NEW.state = 'RETIRED' AND OLD.state <> 'RETIRED') EXECUTE FUNCTION forget_identity();

CREATE FUNCTION shard_promise_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO event (type, subject, data) VALUES (
        'io.quarry.shard.promised',
        'shards/' || NEW.id,
        jsonb_build_object('id', NEW.id, 'engine', NEW.engine, 'state', NEW.state, 'reason', NEW.reason, 'replication', NEW.replication,
                           'impaired', NEW.impaired));
    RETURN NULL;
END $$;
CREATE TRIGGER promised AFTER UPDATE OF replication, impaired ON shard FOR EACH ROW
    WHEN (NEW.state <> 'RETIRED' AND (OLD.replication, OLD.impaired) IS DISTINCT FROM (NEW.replication, NEW.impaired))
    EXECUTE FUNCTION shard_promise_event();
REVOKE ALL ON FUNCTION forget_identity(), shard_promise_event() FROM PUBLIC;

-- Lists that are filtered find what they are asked for among millions, and not by reading all of it (IndexedListsIT).
CREATE INDEX operation_of_type ON operation (type, id DESC);
-- the state as it is shown, word for word as in the list's condition
CREATE INDEX operation_in_state ON operation
    ((CASE WHEN cancel_at IS NOT NULL AND ended_at IS NULL THEN 'CANCELLING' ELSE state END), id DESC);
CREATE INDEX audit_actor ON audit (principal, id DESC);
CREATE INDEX audit_action ON audit (action, id DESC);
CREATE INDEX audit_target ON audit (target text_pattern_ops);
CREATE INDEX audit_time ON audit (at);
