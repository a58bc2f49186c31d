package io.quarry.local;

import io.quarry.local.server.Folders;
import io.quarry.local.server.Server;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "down", description = "Ends what up started, by pid.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Down implements Callable<Integer> {
    /** What a fresh stack begins without. */
    static final List<String> DATA = List.of("data", "state", "logs", "processes", "shards");

    @ParentCommand private Quarry quarry;

    @Spec private CommandSpec spec;

    @Option(
            names = "--purge",
            description = "remove the stack's data too (downloads and builds stay)")
    private boolean purge;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        boolean good = stopAll(quarry, out);
        if (purge && good) {
            for (String part : List.of("secrets", "locks", "postgresql.port")) {
                Folders.delete(quarry.stack.home().resolve(part));
            }
            for (String part : DATA) {
                Folders.delete(quarry.stack.home().resolve(part));
            }
            out.println("data removed");
        }
        return good ? 0 : 1;
    }

    /** Our services first, then Keycloak, which keeps its data in PostgreSQL, then the rest. */
    static boolean stopAll(Quarry quarry, PrintWriter out) throws IOException {
        boolean good = stop(quarry, out, quarry.services);
        good &=
                stop(
                        quarry,
                        out,
                        quarry.others.stream()
                                .filter(server -> !server.needs().isEmpty())
                                .toList());
        good &=
                stop(
                        quarry,
                        out,
                        Stream.concat(quarry.others.stream(), quarry.added.stream())
                                .filter(server -> server.needs().isEmpty())
                                .toList());
        Files.deleteIfExists(Status.wanted(quarry.stack));
        return good;
    }

    private static boolean stop(Quarry quarry, PrintWriter out, List<? extends Server> servers) {
        Parts parts = new Parts(out);
        for (Server server : servers) {
            parts.add(
                    server.name(),
                    List.of(),
                    () -> "",
                    () -> quarry.starter.stop(server) ? "stopped" : "did not run");
        }
        return parts.run();
    }
}
