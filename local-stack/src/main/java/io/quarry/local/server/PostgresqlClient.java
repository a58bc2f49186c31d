package io.quarry.local.server;

import io.quarry.local.process.Command;
import io.quarry.local.process.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL's own programs (psql, pg_dump), as one role in one database of the cluster with that
 * data.
 */
record PostgresqlClient(Path data, int port, String role, String password, String database) {
    /** A script's output, unaligned; the script ends at its first fault. */
    String script(String sql, String... options) throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--no-psqlrc",
                                "--quiet",
                                "--tuples-only",
                                "--no-align",
                                "--set=ON_ERROR_STOP=1",
                                "--file=-"));
        all.addAll(List.of(options));
        return run("psql", all, sql);
    }

    String dump(String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--no-owner", "--no-privileges"));
        all.addAll(List.of(options));
        return run("pg_dump", all, "");
    }

    private String run(String program, List<String> options, String input)
            throws IOException, InterruptedException {
        Path programs = Machine.postgresql(data);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                programs.resolve(program).toString(),
                                "--host=127.0.0.1",
                                "--port=" + port,
                                "--username=" + role,
                                "--dbname=" + database,
                                "--no-password"));
        command.addAll(options);
        return Tool.run(new Command(command, Map.of("PGPASSWORD", password), Path.of("/")), input);
    }
}
