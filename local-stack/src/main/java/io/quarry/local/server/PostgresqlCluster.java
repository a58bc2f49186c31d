package io.quarry.local.server;

import io.quarry.local.process.Command;
import io.quarry.local.process.Tool;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine's PostgreSQL on data of our own: Debian's clusters, and whether they run, do not
 * matter.
 *
 * @param data its folder
 * @param superuser the password of {@code quarry_super}
 */
record PostgresqlCluster(Path data, int port, String superuser) {
    private static final String SUPERUSER = "quarry_super";

    /** As root, PostgreSQL is run as this user. */
    private static final String OWNER = "postgres";

    /**
     * Makes the data where there are none, and waits until no orphan of a killed server uses them
     * any more.
     */
    void prepare() throws IOException, InterruptedException {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise();
        }
        Folders.awaitUnused(data, Duration.ofSeconds(20));
        // of a killed server, whose pid may belong to a zombie: nobody works in the folder any more
        Files.deleteIfExists(data.resolve("postmaster.pid"));
    }

    private void initialise() throws IOException, InterruptedException {
        Folders.delete(data);
        Files.createDirectories(data);
        Path password = Files.createTempFile("initdb", ".password");
        try {
            Files.writeString(password, superuser);
            if (Machine.root()) {
                Folders.give(data, OWNER);
                Folders.give(password, OWNER);
            }
            List<String> initdb =
                    List.of(
                            program("initdb"),
                            "--pgdata=" + data,
                            "--username=" + SUPERUSER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C.UTF-8",
                            "--no-sync",
                            "--no-instructions");
            Tool.run(new Command(Machine.asOwner(OWNER, initdb), Map.of(), Path.of("/")), "");
        } finally {
            Files.delete(password);
        }
    }

    Command command(Map<String, String> own) throws IOException {
        List<String> postgres =
                new ArrayList<>(List.of(program("postgres"), "-D", data.toString()));
        Map<String, String> settings = new java.util.TreeMap<>(own);
        settings.putAll(
                Map.of(
                        "listen_addresses", "127.0.0.1",
                        "port", Integer.toString(port),
                        "unix_socket_directories", "",
                        "jit", "off",
                        "logging_collector", "off",
                        "log_line_prefix", "%m [%p] %u@%d "));
        settings.forEach((name, value) -> postgres.addAll(List.of("-c", name + "=" + value)));
        return new Command(Machine.asOwner(OWNER, postgres), Map.of(), Path.of("/"));
    }

    /**
     * The start of a log-in: the server asks for a password only once it serves, and says "starting
     * up" before.
     */
    Optional<String> probe() {
        return Probes.bytes(port, startup(), 0, 'R');
    }

    private static byte[] startup() {
        try {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(message);
            byte[] body =
                    ("user\0" + SUPERUSER + "\0database\0postgres\0\0")
                            .getBytes(StandardCharsets.UTF_8);
            out.writeInt(body.length + 8);
            out.writeInt(3 << 16);
            out.write(body);
            return message.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a script as the superuser. */
    void script(String sql) throws IOException, InterruptedException {
        new PostgresqlClient(data, port, SUPERUSER, superuser, "postgres").script(sql);
    }

    private String program(String name) throws IOException {
        return Machine.postgresql(data).resolve(name).toString();
    }
}
