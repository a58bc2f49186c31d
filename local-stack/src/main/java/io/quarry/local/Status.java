package io.quarry.local;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarry.local.process.ProcessEntry;
import io.quarry.local.server.Server;
import io.quarry.local.server.Service;
import io.quarry.local.stack.Shards;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description =
                "What runs, and whether it answers. Exit code 0 when everything that up started does.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Status implements Callable<Integer> {
    @ParentCommand private Quarry quarry;

    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    enum State {
        /** it answers */
        READY,
        /** its process lives but does not answer as it should */
        UNREADY,
        /** up started it, and its process is gone */
        DIED,
        /** not started, or taken down */
        STOPPED,
        /** its sources are not in this checkout */
        NOT_BUILT
    }

    record One(
            String name,
            String engine,
            State state,
            @Nullable Long pid,
            int port,
            String log,
            @Nullable String since,
            @Nullable String reason) {}

    record All(@JsonProperty("ready") boolean ready, List<One> services) {}

    @Override
    public Integer call() throws Exception {
        All all = of(quarry);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.builder().build().writeValueAsString(all));
        } else {
            for (One one : all.services()) {
                String reason = one.reason() == null ? "" : "  " + one.reason();
                String pid = one.pid() == null ? "" : "pid " + one.pid();
                out.printf(
                        "%-20s %-9s port %-6d %-12s%s%n",
                        one.name(), one.state(), one.port(), pid, reason);
            }
            out.println(all.ready() ? "ready" : "not ready");
        }
        out.flush();
        return all.ready() ? 0 : 1;
    }

    /** Which servers the last {@code up} was asked for: ready means that all of these answer. */
    static Path wanted(Stack stack) {
        return stack.home().resolve("wanted");
    }

    static All of(Quarry quarry) throws Exception {
        Path file = wanted(quarry.stack);
        Set<String> wanted =
                Files.exists(file) ? new HashSet<>(Files.readAllLines(file)) : new HashSet<>();
        if (!wanted.isEmpty()) {
            quarry.shards.added().stream()
                    .filter(Shards.Added::wanted)
                    .forEach(added -> wanted.add(added.id()));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<One>> asked =
                    quarry.servers().stream()
                            .map(server -> threads.submit(() -> one(quarry, server)))
                            .toList();
            List<One> services = new java.util.ArrayList<>();
            for (Future<One> each : asked) {
                services.add(each.get());
            }
            boolean ready =
                    !wanted.isEmpty()
                            && services.stream()
                                    .filter(one -> wanted.contains(one.name()))
                                    .allMatch(one -> one.state() == State.READY);
            return new All(ready, services);
        }
    }

    private static One one(Quarry quarry, Server server) throws IOException {
        Optional<ProcessEntry> entry = quarry.table.find(server.name());
        if (entry.isEmpty()) {
            boolean unbuilt = server instanceof Service service && !service.written();
            return unbuilt
                    ? one(
                            quarry,
                            server,
                            State.NOT_BUILT,
                            null,
                            "its sources are not in this checkout")
                    : one(quarry, server, State.STOPPED, null, "not started");
        }
        if (!entry.get().lives()) {
            return one(
                    quarry,
                    server,
                    State.DIED,
                    null,
                    "process " + entry.get().pid() + " ended; ./quarry up starts it again");
        }
        Optional<String> why = server.probe();
        return one(
                quarry,
                server,
                why.isEmpty() ? State.READY : State.UNREADY,
                entry.get(),
                why.orElse(null));
    }

    private static One one(
            Quarry quarry,
            Server server,
            State state,
            @Nullable ProcessEntry entry,
            @Nullable String reason) {
        return new One(
                server.name(),
                server.engine(),
                state,
                entry == null ? null : entry.pid(),
                server.ports().getFirst(),
                quarry.stack.log(server.name()).toString(),
                entry == null ? null : entry.since(),
                reason);
    }
}
