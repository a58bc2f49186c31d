-- What shards are measured to use, which counts where it is more than what is reserved (ADR 0029).

-- The 95th percentile of the last hour; 0 where the engine does not tell. Objects are not here: the ledger knows each of them.
ALTER TABLE shard
    ADD COLUMN measured_memory_bytes bigint NOT NULL DEFAULT 0 CHECK (measured_memory_bytes >= 0),
    ADD COLUMN measured_disk_bytes bigint NOT NULL DEFAULT 0 CHECK (measured_disk_bytes >= 0);

-- A retired shard lends its name to another cluster, of which nothing was measured yet.
CREATE OR REPLACE FUNCTION forget_measurements() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM shard_health WHERE shard = NEW.id;
    DELETE FROM shard_measurement WHERE shard = NEW.id;
    UPDATE shard SET measured_memory_bytes = 0, measured_disk_bytes = 0 WHERE id = NEW.id;
    RETURN NULL;
END $$;
