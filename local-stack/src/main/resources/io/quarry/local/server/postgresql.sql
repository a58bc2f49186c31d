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
SELECT 'CREATE DATABASE quarry OWNER quarry_owner' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'quarry') \gexec
REVOKE ALL ON DATABASE quarry FROM PUBLIC;
REVOKE ALL ON DATABASE keycloak FROM PUBLIC;
GRANT CONNECT ON DATABASE quarry TO quarry_tenant, quarry_system;
ALTER ROLE quarry_owner IN DATABASE quarry SET search_path = quarry;
ALTER ROLE quarry_tenant IN DATABASE quarry SET search_path = quarry;
ALTER ROLE quarry_system IN DATABASE quarry SET search_path = quarry;
\connect quarry
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA IF NOT EXISTS quarry AUTHORIZATION quarry_owner;
GRANT USAGE ON SCHEMA quarry TO quarry_tenant, quarry_system;
