package io.quarry.local.server;

import io.quarry.local.process.Command;
import io.quarry.local.process.Ports;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Port;
import io.quarry.local.stack.Secret;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The PostgreSQL that holds the metadata, and Keycloak's data. */
final class Postgresql implements Server {
    static final String NAME = "postgresql";
    private static final int SYSTEMS_OWN_RUNS = 5433;

    private final Stack stack;
    private final Secrets secrets;

    Postgresql(Stack stack, Secrets secrets) {
        this.stack = stack;
        this.secrets = secrets;
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
    public List<Integer> ports() {
        return List.of(stack.port(Port.POSTGRESQL));
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public void fetch() {}

    /** Moves one port up where the usual one is taken. */
    @Override
    public void prepare() throws IOException, InterruptedException {
        if (Ports.holder(stack.port(Port.POSTGRESQL)).isPresent()) {
            boolean usualIsFree = Ports.holder(Port.POSTGRESQL.number() + stack.offset()).isEmpty();
            stack.choosePostgresqlPort(usualIsFree ? Port.POSTGRESQL.number() : SYSTEMS_OWN_RUNS);
        }
        cluster().prepare();
    }

    @Override
    public Command command() throws IOException {
        return cluster()
                .command(
                        Map.of(
                                "max_connections", "200",
                                "shared_buffers", "64MB",
                                "max_wal_size", "256MB"));
    }

    @Override
    public Optional<String> probe() {
        return cluster().probe();
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
        cluster().script(Machine.template("postgresql.sql", marks));
        for (String database : List.of(Environment.METADATA, Environment.TESTS)) {
            cluster()
                    .script(
                            Machine.template(
                                    "postgresql-metadata.sql", Map.of("database", database)));
        }
    }

    /** SIGTERM would wait for every client to leave. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    private PostgresqlCluster cluster() {
        return new PostgresqlCluster(
                stack.data(NAME),
                stack.port(Port.POSTGRESQL),
                secrets.get(Secret.POSTGRESQL_SUPERUSER));
    }
}
