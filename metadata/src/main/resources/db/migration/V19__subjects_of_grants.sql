-- Whom the address of a grant means: nobody yet, until the first token of that name comes. From then on another subject of the same
-- name gets nothing by it; only taking the grant away and giving it again makes it mean somebody else.
ALTER TABLE access_grant
    ADD COLUMN issuer text,
    ADD COLUMN subject text,
    ADD COLUMN resolved_at timestamptz,
    ADD CONSTRAINT access_grant_resolved CHECK (num_nulls(issuer, subject, resolved_at) IN (0, 3));
GRANT UPDATE (issuer, subject, resolved_at) ON access_grant TO quarry_tenant, quarry_system;
