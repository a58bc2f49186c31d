-- How often a cache was flushed: a part of its entries' keys, which the route brings to the gateways. It must not lie in the cache, which may
-- forget it, and then what was flushed would be back.
ALTER TABLE namespace ADD COLUMN flush_generation bigint NOT NULL DEFAULT 1 CHECK (flush_generation > 0);
GRANT UPDATE (flush_generation) ON namespace TO quarry_tenant;
