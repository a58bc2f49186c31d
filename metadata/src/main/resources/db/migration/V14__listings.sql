-- Listings go on after a key, in an order that no locale decides, and read as many rows as they answer: however many namespaces a tenant
-- or a shard has.
CREATE INDEX namespace_live_in_order ON namespace (tenant, name COLLATE "C", uid COLLATE "C") WHERE state NOT IN ('RETIRED', 'PURGED');
CREATE INDEX namespace_of_state_in_order ON namespace (tenant, state, name COLLATE "C", uid COLLATE "C");
CREATE INDEX placement_of_shard_in_order ON placement (shard, namespace_uid COLLATE "C", epoch, role COLLATE "C");
DROP INDEX placement_shard;
