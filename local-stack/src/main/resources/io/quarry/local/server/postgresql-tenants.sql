SELECT 'CREATE ROLE quarry_structure LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'quarry_structure') \gexec
ALTER ROLE quarry_structure PASSWORD '@structure@' NOSUPERUSER CREATEDB CREATEROLE NOBYPASSRLS;
-- sizes and connections of all databases, and the end of a log-in's sessions
GRANT pg_monitor, pg_signal_backend TO quarry_structure;
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE postgres TO quarry_structure;
-- every new database is a copy of this one
\connect template1
REVOKE ALL ON SCHEMA public FROM PUBLIC;
