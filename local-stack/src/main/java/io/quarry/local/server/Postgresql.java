package io.quarry.local.server;

import io.quarry.local.process.Command;
import io.quarry.local.process.Ports;
import io.quarry.local.process.Tool;
import io.quarry.local.stack.Port;
import io.quarry.local.stack.Secret;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
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
 * The machine's PostgreSQL with a cluster of our own: Debian's clusters, and whether they run, do
 * not matter.
 */
final class Postgresql implements Server {
    static final String NAME = "postgresql";
    private static final String SUPERUSER = "quarry_super";
    private static final int SYSTEMS_OWN_RUNS = 5433;

    private final Stack stack;
    private final Secrets secrets;
    private final Path data;

    Postgresql(Stack stack, Secrets secrets) {
        this.stack = stack;
        this.secrets = secrets;
        this.data = stack.data(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String engine() {
        return "PostgreSQL";
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.POSTGRESQL);
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public void fetch() {}

    /**
     * Moves one port up where the usual one is taken, and waits until no orphan of a killed server
     * uses the data any more.
     */
    @Override
    public void prepare() throws IOException, InterruptedException {
        if (Ports.holder(stack.port(Port.POSTGRESQL)).isPresent()) {
            boolean usualIsFree = Ports.holder(Port.POSTGRESQL.number() + stack.offset()).isEmpty();
            stack.choosePostgresqlPort(usualIsFree ? Port.POSTGRESQL.number() : SYSTEMS_OWN_RUNS);
        }
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
        Path password = Files.createTempFile(stack.home(), "initdb", ".password");
        try {
            Files.writeString(password, secrets.get(Secret.POSTGRESQL_SUPERUSER));
            if (Machine.root()) {
                Folders.give(data, "postgres");
                Folders.give(password, "postgres");
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
            Tool.run(new Command(asOwner(initdb), Map.of(), Path.of("/")), "");
        } finally {
            Files.delete(password);
        }
    }

    @Override
    public Command command() throws IOException {
        List<String> postgres =
                new ArrayList<>(List.of(program("postgres"), "-D", data.toString()));
        Map<String, String> settings =
                Map.of(
                        "listen_addresses", "127.0.0.1",
                        "port", Integer.toString(stack.port(Port.POSTGRESQL)),
                        "unix_socket_directories", "",
                        "max_connections", "200",
                        "shared_buffers", "64MB",
                        "max_wal_size", "256MB",
                        "jit", "off",
                        "logging_collector", "off",
                        "log_line_prefix", "%m [%p] %u@%d ");
        settings.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        setting ->
                                postgres.addAll(
                                        List.of(
                                                "-c",
                                                setting.getKey() + "=" + setting.getValue())));
        return new Command(asOwner(postgres), Map.of(), Path.of("/"));
    }

    /**
     * The start of a log-in: the server asks for a password only once it serves, and says "starting
     * up" before.
     */
    @Override
    public Optional<String> probe() {
        return Probes.bytes(stack.port(Port.POSTGRESQL), startup(), 0, 'R');
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

    /**
     * The databases, and the three roles of the design: the owner migrates, the tenant role is
     * bound by row security.
     */
    @Override
    public void ensure() throws IOException, InterruptedException {
        Map<String, String> marks =
                Map.of(
                        "owner", secrets.get(Secret.DB_OWNER),
                        "tenant", secrets.get(Secret.DB_TENANT),
                        "system", secrets.get(Secret.DB_SYSTEM),
                        "keycloak", secrets.get(Secret.DB_KEYCLOAK));
        new PostgresqlClient(stack, SUPERUSER, secrets.get(Secret.POSTGRESQL_SUPERUSER), "postgres")
                .script(Machine.template("postgresql.sql", marks));
    }

    /** SIGTERM would wait for every client to leave. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    private String program(String name) throws IOException {
        return Machine.postgresql(data).resolve(name).toString();
    }

    /**
     * PostgreSQL refuses root. Its own user may not enter our folders' parents, so it is given the
     * right to read them.
     */
    private static List<String> asOwner(List<String> command) {
        if (!Machine.root()) {
            return command;
        }
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=postgres",
                                "--regid=postgres",
                                "--clear-groups",
                                "--inh-caps=+dac_read_search",
                                "--ambient-caps=+dac_read_search"));
        all.addAll(command);
        return all;
    }
}
