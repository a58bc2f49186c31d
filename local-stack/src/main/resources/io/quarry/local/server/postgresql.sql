SELECT 'CREATE ROLE quarry_owner LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quarry_owner') \gexec
SELECT 'CREATE ROLE quarry_tenant LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quarry_tenant') \gexec
SELECT 'CREATE ROLE quarry_system LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quarry_system') \gexec
SELECT 'CREATE ROLE keycloak LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keycloak') \gexec
ALTER ROLE quarry_owner PASSWORD '@owner@' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
ALTER ROLE quarry_tenant PASSWORD '@tenant@' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
-- sees all tenants by policies that name it, not by leave to ignore policies
ALTER ROLE quarry_system PASSWORD '@system@' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
ALTER ROLE keycloak PASSWORD '@keycloak@';
SELECT 'CREATE DATABASE keycloak OWNER keycloak' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'keycloak') \gexec
REVOKE ALL ON DATABASE keycloak FROM PUBLIC;
