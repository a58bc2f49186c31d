package io.quarry.local.server;

import io.quarry.local.process.Command;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Shard;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL for tenants' relational namespaces: a cluster of its own, so that no tenant's load
 * or log-in comes near the metadata.
 */
final class PostgresqlTenants implements Server {
    private final Shard shard;
    private final Secrets secrets;
    private final PostgresqlCluster cluster;

    PostgresqlTenants(Stack stack, Secrets secrets, Shard shard) {
        this.shard = shard;
        this.secrets = secrets;
        this.cluster =
                new PostgresqlCluster(
                        stack.data(shard.server()),
                        shard.ports().getFirst(),
                        secrets.password(shard, "superuser"));
    }

    @Override
    public String name() {
        return shard.server();
    }

    @Override
    public String engine() {
        return "PostgreSQL";
    }

    @Override
    public List<Integer> ports() {
        return shard.ports();
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public void fetch() {}

    @Override
    public void prepare() throws IOException, InterruptedException {
        cluster.prepare();
    }

    @Override
    public Command command() throws IOException {
        return cluster.command(
                Map.of(
                        "max_connections", "100",
                        "shared_buffers", "32MB",
                        "max_wal_size", "128MB",
                        // one query of one tenant does not fill the disk of all
                        "temp_file_limit", "512MB",
                        // a database that is dropped writes a checkpoint, for which a laptop's disk
                        // takes seconds; what a killed process wrote is safe without
                        "fsync", "off"));
    }

    @Override
    public Optional<String> probe() {
        return cluster.probe();
    }

    /** The role that makes tenants' databases and roles. */
    @Override
    public void ensure() throws IOException, InterruptedException {
        Map<String, String> marks = Map.of("structure", secrets.password(shard, "structure"));
        cluster.script(Machine.template("postgresql-tenants.sql", marks));
    }

    /** SIGTERM would wait for every client to leave. */
    @Override
    public String stopSignal() {
        return "INT";
    }
}
