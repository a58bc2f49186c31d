-- Whether shards answer, and what was measured of each.

-- What a shard was when it stopped answering, which its next answer brings back; state_before stays a drain's.
ALTER TABLE shard ADD COLUMN failed_from text CHECK (failed_from IN ('ACTIVE', 'CORDONED'));

-- As of the last look: a row for each shard that was looked at. measurement is what it answered last, however long ago.
CREATE TABLE shard_health (
    shard text PRIMARY KEY REFERENCES shard (id),
    state text NOT NULL CHECK (state IN ('ANSWERING', 'SILENT', 'UNKNOWN')),
    reason text,
    since timestamptz NOT NULL,
    checked_at timestamptz NOT NULL,
    measurement jsonb CHECK (jsonb_typeof(measurement) = 'object' AND octet_length(measurement::text) <= 4096),
    CONSTRAINT shard_health_says_why CHECK ((reason IS NULL) = (state = 'ANSWERING'))
);

-- The first measurement of each minute, for charts; small, and forgotten after a day or what the worker is told.
CREATE TABLE shard_measurement (
    shard text NOT NULL REFERENCES shard (id),
    minute timestamptz NOT NULL CHECK (minute = date_trunc('minute', minute, 'UTC')),
    measurement jsonb NOT NULL CHECK (jsonb_typeof(measurement) = 'object' AND octet_length(measurement::text) <= 4096),
    PRIMARY KEY (shard, minute)
);
CREATE INDEX shard_measurement_age ON shard_measurement (minute);

-- A retired shard lends its name to another cluster, of which nothing was measured yet.
CREATE FUNCTION forget_measurements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM shard_health WHERE shard = NEW.id;
    DELETE FROM shard_measurement WHERE shard = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forgotten AFTER UPDATE OF state ON shard FOR EACH ROW
    WHEN (NEW.state = 'RETIRED' AND OLD.state <> 'RETIRED') EXECUTE FUNCTION forget_measurements();
REVOKE ALL ON FUNCTION forget_measurements() FROM PUBLIC;

-- What nobody owns; only the worker measures.
CREATE POLICY of_platform ON shard_health TO quarry_tenant USING (nullif(current_setting('quarry.tenant', true), '') = '@platform');
CREATE POLICY of_platform ON shard_measurement TO quarry_tenant USING (nullif(current_setting('quarry.tenant', true), '') = '@platform');
CREATE POLICY of_system ON shard_health TO quarry_system USING (true);
CREATE POLICY of_system ON shard_measurement TO quarry_system USING (true);
ALTER TABLE shard_health ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE shard_measurement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
GRANT SELECT ON shard_health, shard_measurement TO quarry_tenant;
GRANT SELECT, INSERT, UPDATE (state, reason, since, checked_at, measurement), DELETE ON shard_health TO quarry_system;
GRANT SELECT, INSERT, DELETE ON shard_measurement TO quarry_system;
