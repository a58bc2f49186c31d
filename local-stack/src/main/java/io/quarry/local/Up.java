package io.quarry.local;

import io.quarry.local.demo.Demo;
import io.quarry.local.server.Folders;
import io.quarry.local.server.Server;
import io.quarry.local.server.Servers;
import io.quarry.local.server.Service;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Port;
import io.quarry.local.stack.Shards;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "up", description = "Starts everything, and repairs what died. Safe to repeat.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Up implements Callable<Integer> {
    @ParentCommand private Quarry quarry;

    @Spec private CommandSpec spec;

    @Option(names = "--fresh", description = "throw the stack's data away first")
    private boolean fresh;

    @Option(names = "--no-demo", description = "do not create the demo tenants")
    private boolean noDemo;

    @Option(
            names = "--servers-only",
            description = "PostgreSQL, Kafka, Keycloak and the stores, without our own services")
    private boolean serversOnly;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path lock = quarry.stack.home().resolve("up.lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock(channel)) {
            return held.isValid() ? up() : 1;
        }
    }

    /**
     * Two at once would start everything twice: the second waits, and then finds everything
     * running.
     */
    private FileLock lock(FileChannel channel) throws IOException {
        @Nullable FileLock held = channel.tryLock();
        if (held == null) {
            out().println(
                            "another ./quarry up or down is at work on "
                                    + quarry.stack.home()
                                    + "; waiting for it");
            out().flush();
            held = channel.lock();
        }
        return held;
    }

    private int up() throws IOException, InterruptedException {
        if (fresh) {
            Down.stopAll(quarry, out());
            for (String part : Down.DATA) {
                Folders.delete(quarry.stack.home().resolve(part));
            }
        }
        List<String> wanted = new ArrayList<>();
        Parts parts = new Parts(out());
        for (Server server : Servers.others(quarry.stack, quarry.secrets, quarry.stack.engines())) {
            add(parts, server);
            wanted.add(server.name());
        }
        if (!fresh) {
            for (Server server : wantedShards()) {
                add(parts, server);
            }
        }
        List<String> missing =
                quarry.services.stream()
                        .filter(service -> !service.written())
                        .map(Service::name)
                        .toList();
        boolean withServices = !serversOnly && missing.isEmpty();
        if (withServices) {
            Service worker = quarry.services.getLast();
            parts.add(
                    Service.MIGRATIONS,
                    List.of("postgresql"),
                    () -> {
                        worker.fetch();
                        return "";
                    },
                    () -> {
                        worker.migrate();
                        return "done";
                    });
            for (Service service : quarry.services) {
                add(parts, service);
                wanted.add(service.name());
            }
            if (!noDemo) {
                parts.add(
                        "demo",
                        List.of(Service.API, Service.WORKER, "keycloak"),
                        () -> "",
                        () -> new Demo(quarry.stack, quarry.secrets).ensure());
            }
        }
        Files.write(Status.wanted(quarry.stack), wanted);
        boolean good = parts.run();
        if (!serversOnly && !missing.isEmpty()) {
            out().println(
                            "not built, since this checkout has no sources of them: "
                                    + String.join(", ", missing)
                                    + " (--servers-only leaves them out)");
            return 1;
        }
        if (good && withServices) {
            Greeting.print(quarry.stack, out(), !noDemo);
        } else if (good) {
            out().println(
                            "ready: Keycloak "
                                    + Environment.url(quarry.stack, Port.KEYCLOAK)
                                    + ", PostgreSQL "
                                    + Environment.address(quarry.stack, Port.POSTGRESQL)
                                    + ", Kafka "
                                    + Environment.address(quarry.stack, Port.KAFKA)
                                    + ", Cassandra "
                                    + Environment.address(quarry.stack, Port.CASSANDRA));
            Shards.first(quarry.stack).stream()
                    .skip(1)
                    .forEach(
                            shard ->
                                    out().println(
                                                    "       "
                                                            + shard.id()
                                                            + " "
                                                            + String.join(
                                                                    ", ", shard.endpoints())));
            out().println("variables: eval \"$(./quarry env)\"");
        }
        return good ? 0 : 1;
    }

    /** Of those that were added, the ones that nobody stopped. */
    private List<Server> wantedShards() throws IOException {
        List<String> ids =
                quarry.shards.added().stream()
                        .filter(Shards.Added::wanted)
                        .map(Shards.Added::id)
                        .toList();
        return quarry.added.stream().filter(server -> ids.contains(server.name())).toList();
    }

    private void add(Parts parts, Server server) {
        parts.add(
                server.name(),
                server.needs(),
                () -> {
                    server.fetch();
                    return "";
                },
                () -> {
                    String did = quarry.starter.ensure(server);
                    return did + ", port " + server.ports().getFirst();
                });
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
