-- What namespaces used: a row for each namespace, hour and run of a gateway, whose counts are the run's since the hour began. Counts of
-- one run only rise, so that what comes late or twice changes nothing; what a namespace used is the sum over the runs.
CREATE TABLE usage_cell (
    tenant text NOT NULL,
    namespace_uid text NOT NULL,
    hour timestamptz NOT NULL CHECK (hour = date_trunc('hour', hour, 'UTC')),
    run uuid NOT NULL,
    reads bigint NOT NULL CHECK (reads BETWEEN 0 AND 9007199254740991),
    writes bigint NOT NULL CHECK (writes BETWEEN 0 AND 9007199254740991),
    bytes_in bigint NOT NULL CHECK (bytes_in BETWEEN 0 AND 9007199254740991),
    bytes_out bigint NOT NULL CHECK (bytes_out BETWEEN 0 AND 9007199254740991),
    throttled bigint NOT NULL CHECK (throttled BETWEEN 0 AND 9007199254740991),
    errors bigint NOT NULL CHECK (errors BETWEEN 0 AND 9007199254740991),
    cost bigint NOT NULL CHECK (cost BETWEEN 0 AND 9007199254740991),
    PRIMARY KEY (tenant, hour, namespace_uid, run),
    FOREIGN KEY (tenant, namespace_uid) REFERENCES namespace (tenant, uid)
);
CREATE INDEX usage_cell_age ON usage_cell (hour);

CREATE POLICY of_tenant ON usage_cell TO quarry_tenant USING (tenant = nullif(current_setting('quarry.tenant', true), ''));
CREATE POLICY of_system ON usage_cell TO quarry_system USING (true);
ALTER TABLE usage_cell ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Only the worker counts; whose a count is, is not for it to change.
GRANT SELECT ON usage_cell TO quarry_tenant;
GRANT SELECT, INSERT, UPDATE (reads, writes, bytes_in, bytes_out, throttled, errors, cost), DELETE ON usage_cell TO quarry_system;
