package io.quarry.local.server;

import io.quarry.local.artifact.Build;
import io.quarry.local.process.Command;
import io.quarry.local.process.Tool;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Port;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of our own services, run from the build of this checkout. */
public final class Service implements Server {
    public static final String API = "platform-api";
    public static final String WORKER = "provisioning-worker";

    /**
     * The part of {@code up} that services wait for: the schema is migrated by a step of its own,
     * never at a service's start.
     */
    public static final String MIGRATIONS = "migrations";

    /** In the currency of the price list; what the demo and the guides ask for is far below it. */
    private static final String COST_WITHOUT_APPROVAL = "2000";

    /** Few databases are here, and somebody who fills one wants to see what comes of it. */
    private static final String MEASURED_EVERY = "5S";

    private final Stack stack;
    private final Secrets secrets;
    private final Build build;
    private final String name;
    private final Port port;
    private final Port management;

    private Service(Stack stack, Secrets secrets, String name, Port port, Port management) {
        this.stack = stack;
        this.secrets = secrets;
        this.build = new Build(stack);
        this.name = name;
        this.port = port;
        this.management = management;
    }

    static Service platformApi(Stack stack, Secrets secrets) {
        return new Service(stack, secrets, API, Port.API, Port.API_MANAGEMENT);
    }

    static Service provisioningWorker(Stack stack, Secrets secrets) {
        return new Service(stack, secrets, WORKER, Port.WORKER, Port.WORKER_MANAGEMENT);
    }

    /**
     * True when the sources are a service already: a module without code builds into nothing that
     * could run.
     */
    public boolean written() {
        return Files.isDirectory(stack.checkout().resolve(name).resolve("src/main/java"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String engine() {
        return "Quarry";
    }

    @Override
    public List<Integer> ports() {
        return List.of(stack.port(port), stack.port(management));
    }

    @Override
    public List<String> needs() {
        return List.of(MIGRATIONS, Kafka.NAME, Cassandra.NAME);
    }

    @Override
    public void fetch() throws IOException, InterruptedException {
        build.ensure(build.version(), List.of(API, WORKER));
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(stack.state(name));
    }

    @Override
    public Command command() throws IOException {
        return command(List.of());
    }

    /**
     * Migrates the schema, registers the first shard and the first platform admin; done when it
     * returns.
     */
    public void migrate() throws IOException, InterruptedException {
        prepare();
        Tool.run(command(List.of("migrate")), "");
    }

    private Command command(List<String> arguments) throws IOException {
        String version = build.version();
        Map<String, String> environment =
                new LinkedHashMap<>(Environment.ofServices(stack, secrets));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(stack.port(port)));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(stack.port(management)));
        environment.put("QUARRY_STATE_DIR", stack.state(name).toString());
        environment.put("QUARRY_URL", Environment.url(stack, Port.API));
        environment.put("QUARRY_APPROVALS_MONTHLY_COST", COST_WITHOUT_APPROVAL);
        // not in what `env` prints: a test chooses for itself
        environment.put("QUARRY_PROVIDER_LOCAL", "true");
        // one machine has one cluster of an engine, and shards are tried out with it
        environment.put("QUARRY_PROVIDER_SAME_CLUSTER", "true");
        if (name.equals(WORKER)) {
            environment.putAll(Environment.ofShardProgram(stack));
            environment.put("QUARRY_WORKER_LOGINS_MEASURE_EVERY", MEASURED_EVERY);
        }
        Path jar = build.folder(name, version).resolve("quarkus-run.jar");
        Path classes = Files.createDirectories(stack.home().resolve("classes"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Machine.java(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                // written when a process ends in order, which halves the next start
                                "-XX:+AutoCreateSharedArchive",
                                "-XX:SharedArchiveFile="
                                        + classes.resolve(name + "-" + version + ".jsa"),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-jar",
                                jar.toString()));
        command.addAll(arguments);
        return new Command(command, environment, stack.state(name), version);
    }

    @Override
    public Optional<String> probe() {
        return Probes.http(Environment.url(stack, management) + "/q/health/ready");
    }
}
