package io.quarry.local;

import io.quarry.local.server.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(name = "logs", description = "Prints a server's log.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Logs implements Callable<Integer> {
    @ParentCommand private Quarry quarry;

    @Parameters(paramLabel = "SERVICE", description = "a name that ./quarry status prints")
    private String name;

    @Option(names = "-f", description = "go on as it grows")
    private boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (quarry.servers().stream().noneMatch(server -> server.name().equals(name))) {
            throw new StackException(
                    "no service is named '"
                            + name
                            + "'; there are "
                            + quarry.servers().stream()
                                    .map(Server::name)
                                    .collect(Collectors.joining(", ")));
        }
        Path log = quarry.stack.log(name);
        if (!Files.exists(log)) {
            throw new StackException(name + " has no log yet: it was never started");
        }
        List<String> tail = new ArrayList<>(List.of("tail", "-n", "+1"));
        if (follow) {
            tail.add("-F");
        }
        tail.add(log.toString());
        return new ProcessBuilder(tail).inheritIO().start().waitFor();
    }
}
