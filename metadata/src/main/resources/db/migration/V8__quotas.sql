-- A tenant's quota: what all of its namespaces may take together, and what they do. A limit that is null is none. Whole numbers, and
-- monthly_cost in hundredths of the price list's currency, so that sums are exact and a recount finds what the ledger says.
CREATE TABLE quota (
    tenant text PRIMARY KEY REFERENCES tenant (name),
    limit_namespaces bigint CHECK (limit_namespaces >= 0),
    limit_millicores bigint CHECK (limit_millicores >= 0),
    limit_memory_bytes bigint CHECK (limit_memory_bytes >= 0),
    limit_disk_bytes bigint CHECK (limit_disk_bytes >= 0),
    limit_reads_per_second bigint CHECK (limit_reads_per_second >= 0),
    limit_writes_per_second bigint CHECK (limit_writes_per_second >= 0),
    limit_objects bigint CHECK (limit_objects >= 0),
    limit_monthly_cost bigint CHECK (limit_monthly_cost >= 0),
    reserved_namespaces bigint NOT NULL DEFAULT 0 CHECK (reserved_namespaces >= 0),
    reserved_millicores bigint NOT NULL DEFAULT 0 CHECK (reserved_millicores >= 0),
    reserved_memory_bytes bigint NOT NULL DEFAULT 0 CHECK (reserved_memory_bytes >= 0),
    reserved_disk_bytes bigint NOT NULL DEFAULT 0 CHECK (reserved_disk_bytes >= 0),
    reserved_reads_per_second bigint NOT NULL DEFAULT 0 CHECK (reserved_reads_per_second >= 0),
    reserved_writes_per_second bigint NOT NULL DEFAULT 0 CHECK (reserved_writes_per_second >= 0),
    reserved_objects bigint NOT NULL DEFAULT 0 CHECK (reserved_objects >= 0),
    reserved_monthly_cost bigint NOT NULL DEFAULT 0 CHECK (reserved_monthly_cost >= 0),
    revision bigint NOT NULL DEFAULT 1 CHECK (revision > 0),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT quota_namespaces_not_overdrawn CHECK (reserved_namespaces <= limit_namespaces),
    CONSTRAINT quota_millicores_not_overdrawn CHECK (reserved_millicores <= limit_millicores),
    CONSTRAINT quota_memory_bytes_not_overdrawn CHECK (reserved_memory_bytes <= limit_memory_bytes),
    CONSTRAINT quota_disk_bytes_not_overdrawn CHECK (reserved_disk_bytes <= limit_disk_bytes),
    CONSTRAINT quota_reads_per_second_not_overdrawn CHECK (reserved_reads_per_second <= limit_reads_per_second),
    CONSTRAINT quota_writes_per_second_not_overdrawn CHECK (reserved_writes_per_second <= limit_writes_per_second),
    CONSTRAINT quota_objects_not_overdrawn CHECK (reserved_objects <= limit_objects),
    CONSTRAINT quota_monthly_cost_not_overdrawn CHECK (reserved_monthly_cost <= limit_monthly_cost)
);

-- What the placement cost by the price list of the time, so that exactly that is given back.
ALTER TABLE placement ADD COLUMN monthly_cost bigint NOT NULL DEFAULT 0 CHECK (monthly_cost >= 0);

-- What is there already counts. The owner sees rows only while row-level security does not bind it.
ALTER TABLE tenant NO FORCE ROW LEVEL SECURITY;
ALTER TABLE namespace NO FORCE ROW LEVEL SECURITY;
ALTER TABLE placement NO FORCE ROW LEVEL SECURITY;
UPDATE placement
SET monthly_cost = coalesce(round((n.effective #>> '{monthly_cost,per_month}')::numeric * 100), 0)::bigint
FROM namespace n
WHERE n.tenant = placement.tenant AND n.uid = placement.namespace_uid;
INSERT INTO quota (tenant, reserved_namespaces, reserved_millicores, reserved_memory_bytes, reserved_disk_bytes,
                   reserved_reads_per_second, reserved_writes_per_second, reserved_objects, reserved_monthly_cost)
SELECT t.name,
       (SELECT count(*) FROM namespace n WHERE n.tenant = t.name AND n.state <> 'PURGED'),
       coalesce(sum(p.millicores), 0), coalesce(sum(p.memory_bytes), 0), coalesce(sum(p.disk_bytes), 0),
       coalesce(sum(p.reads_per_second), 0), coalesce(sum(p.writes_per_second), 0), coalesce(sum(p.objects), 0),
       coalesce(sum(p.monthly_cost), 0)
FROM tenant t LEFT JOIN placement p ON p.tenant = t.name
GROUP BY t.name;
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;
ALTER TABLE namespace FORCE ROW LEVEL SECURITY;
ALTER TABLE placement FORCE ROW LEVEL SECURITY;

-- Every tenant has its row, whoever makes it; one that is made again under its name begins without limits.
CREATE FUNCTION tenant_quota() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO quota (tenant) VALUES (NEW.name)
    ON CONFLICT (tenant) DO UPDATE
    SET limit_namespaces = NULL, limit_millicores = NULL, limit_memory_bytes = NULL, limit_disk_bytes = NULL,
        limit_reads_per_second = NULL, limit_writes_per_second = NULL, limit_objects = NULL, limit_monthly_cost = NULL,
        revision = quota.revision + 1, updated_at = now();
    RETURN NULL;
END $$;
CREATE TRIGGER made AFTER INSERT ON tenant FOR EACH ROW EXECUTE FUNCTION tenant_quota();
CREATE TRIGGER made_again AFTER UPDATE ON tenant FOR EACH ROW
    WHEN (OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL) EXECUTE FUNCTION tenant_quota();
REVOKE ALL ON FUNCTION tenant_quota() FROM PUBLIC;

CREATE POLICY of_tenant ON quota TO quarry_tenant USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_system ON quota TO quarry_system USING (true);
ALTER TABLE quota ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE (limit_namespaces, limit_millicores, limit_memory_bytes, limit_disk_bytes, limit_reads_per_second,
                              limit_writes_per_second, limit_objects, limit_monthly_cost,
                              reserved_namespaces, reserved_millicores, reserved_memory_bytes, reserved_disk_bytes,
                              reserved_reads_per_second, reserved_writes_per_second, reserved_objects, reserved_monthly_cost,
                              revision, updated_at) ON quota TO quarry_tenant;
GRANT UPDATE (monthly_cost) ON placement TO quarry_tenant, quarry_system;
-- The worker gives back and recounts; what a tenant may have is not its to say.
GRANT SELECT, UPDATE (reserved_namespaces, reserved_millicores, reserved_memory_bytes, reserved_disk_bytes, reserved_reads_per_second,
                      reserved_writes_per_second, reserved_objects, reserved_monthly_cost) ON quota TO quarry_system;
