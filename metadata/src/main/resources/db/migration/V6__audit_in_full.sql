-- What the resource was and became, as people see it, and the operation that carries the change out. The table's grants and
-- its policy hold for these columns too: rows are added and read, never changed.
ALTER TABLE audit
    ADD COLUMN operation_id uuid,
    ADD COLUMN before jsonb,
    ADD COLUMN after jsonb;
CREATE INDEX audit_operation ON audit (operation_id) WHERE operation_id IS NOT NULL;
CREATE INDEX audit_request ON audit (request_id) WHERE request_id IS NOT NULL;
