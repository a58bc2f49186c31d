SELECT 'CREATE DATABASE @database@ OWNER quarry_owner' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '@database@') \gexec
REVOKE ALL ON DATABASE @database@ FROM PUBLIC;
GRANT CONNECT ON DATABASE @database@ TO quarry_tenant, quarry_system;
ALTER ROLE quarry_owner IN DATABASE @database@ SET search_path = quarry;
ALTER ROLE quarry_tenant IN DATABASE @database@ SET search_path = quarry;
ALTER ROLE quarry_system IN DATABASE @database@ SET search_path = quarry;
\connect @database@
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA IF NOT EXISTS quarry AUTHORIZATION quarry_owner;
GRANT USAGE ON SCHEMA quarry TO quarry_tenant, quarry_system;
