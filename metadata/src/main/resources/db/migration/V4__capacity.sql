-- The ledger gets the whole vector: what a shard has, what of it is reserved, and what each placement reserves. Whole numbers, so that
-- sums are exact and a recount finds what the ledger says. A shard of which nothing else is said has what one node of a small cluster has.
ALTER TABLE shard
    ADD COLUMN capacity_millicores bigint NOT NULL DEFAULT 16000 CHECK (capacity_millicores >= 0),
    ADD COLUMN capacity_memory_bytes bigint NOT NULL DEFAULT 68719476736 CHECK (capacity_memory_bytes >= 0),
    ADD COLUMN capacity_disk_bytes bigint NOT NULL DEFAULT 1099511627776 CHECK (capacity_disk_bytes >= 0),
    ADD COLUMN capacity_reads_per_second bigint NOT NULL DEFAULT 40000 CHECK (capacity_reads_per_second >= 0),
    ADD COLUMN capacity_writes_per_second bigint NOT NULL DEFAULT 40000 CHECK (capacity_writes_per_second >= 0),
    ADD COLUMN reserved_millicores bigint NOT NULL DEFAULT 0 CHECK (reserved_millicores >= 0),
    ADD COLUMN reserved_memory_bytes bigint NOT NULL DEFAULT 0 CHECK (reserved_memory_bytes >= 0),
    ADD COLUMN reserved_disk_bytes bigint NOT NULL DEFAULT 0 CHECK (reserved_disk_bytes >= 0),
    ADD COLUMN reserved_reads_per_second bigint NOT NULL DEFAULT 0 CHECK (reserved_reads_per_second >= 0),
    ADD COLUMN reserved_writes_per_second bigint NOT NULL DEFAULT 0 CHECK (reserved_writes_per_second >= 0),
    ALTER COLUMN capacity_objects TYPE bigint,
    ALTER COLUMN reserved_objects TYPE bigint;

ALTER TABLE placement
    ADD COLUMN millicores bigint NOT NULL DEFAULT 0 CHECK (millicores >= 0),
    ADD COLUMN memory_bytes bigint NOT NULL DEFAULT 0 CHECK (memory_bytes >= 0),
    ADD COLUMN disk_bytes bigint NOT NULL DEFAULT 0 CHECK (disk_bytes >= 0),
    ADD COLUMN reads_per_second bigint NOT NULL DEFAULT 0 CHECK (reads_per_second >= 0),
    ADD COLUMN writes_per_second bigint NOT NULL DEFAULT 0 CHECK (writes_per_second >= 0),
    ALTER COLUMN objects TYPE bigint;

-- What was placed before is counted as what says nothing of its workload, on as large a shard as that takes. The owner sees rows only
-- while row-level security does not bind it.
ALTER TABLE shard NO FORCE ROW LEVEL SECURITY;
ALTER TABLE placement NO FORCE ROW LEVEL SECURITY;
UPDATE placement SET millicores = 6, memory_bytes = 1666776, disk_bytes = 20436364, reads_per_second = 5, writes_per_second = 2;
UPDATE shard
SET reserved_millicores = held.millicores,
    reserved_memory_bytes = held.memory_bytes,
    reserved_disk_bytes = held.disk_bytes,
    reserved_reads_per_second = held.reads_per_second,
    reserved_writes_per_second = held.writes_per_second,
    capacity_millicores = greatest(capacity_millicores, held.millicores),
    capacity_memory_bytes = greatest(capacity_memory_bytes, held.memory_bytes),
    capacity_disk_bytes = greatest(capacity_disk_bytes, held.disk_bytes),
    capacity_reads_per_second = greatest(capacity_reads_per_second, held.reads_per_second),
    capacity_writes_per_second = greatest(capacity_writes_per_second, held.writes_per_second)
FROM (SELECT shard, sum(millicores)::bigint AS millicores, sum(memory_bytes)::bigint AS memory_bytes,
             sum(disk_bytes)::bigint AS disk_bytes, sum(reads_per_second)::bigint AS reads_per_second,
             sum(writes_per_second)::bigint AS writes_per_second
      FROM placement GROUP BY shard) AS held
WHERE held.shard = shard.id;
ALTER TABLE shard FORCE ROW LEVEL SECURITY;
ALTER TABLE placement FORCE ROW LEVEL SECURITY;

-- One check a dimension, so that its name says what would be overdrawn.
ALTER TABLE shard
    DROP CONSTRAINT shard_not_overdrawn,
    ADD CONSTRAINT shard_millicores_not_overdrawn CHECK (reserved_millicores <= capacity_millicores),
    ADD CONSTRAINT shard_memory_bytes_not_overdrawn CHECK (reserved_memory_bytes <= capacity_memory_bytes),
    ADD CONSTRAINT shard_disk_bytes_not_overdrawn CHECK (reserved_disk_bytes <= capacity_disk_bytes),
    ADD CONSTRAINT shard_reads_per_second_not_overdrawn CHECK (reserved_reads_per_second <= capacity_reads_per_second),
    ADD CONSTRAINT shard_writes_per_second_not_overdrawn CHECK (reserved_writes_per_second <= capacity_writes_per_second),
    ADD CONSTRAINT shard_objects_not_overdrawn CHECK (reserved_objects <= capacity_objects);

-- A changed workload changes what its placement reserves; which shard it is stays as it is.
GRANT UPDATE (reserved_millicores, reserved_memory_bytes, reserved_disk_bytes, reserved_reads_per_second, reserved_writes_per_second)
    ON shard TO quarry_tenant;
GRANT UPDATE (millicores, memory_bytes, disk_bytes, reads_per_second, writes_per_second, objects) ON placement TO quarry_tenant, quarry_system;
