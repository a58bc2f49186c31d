package io.quarry.local;

import io.quarry.local.process.Command;
import io.quarry.local.process.Identity;
import io.quarry.local.process.Ports;
import io.quarry.local.process.ProcessEntry;
import io.quarry.local.process.ProcessTable;
import io.quarry.local.server.Server;
import io.quarry.local.stack.Lock;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts and ends one server's process; a server that already works as it should is left alone. */
final class Starter {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration ORDERLY_END = Duration.ofSeconds(15);

    private final Stack stack;
    private final ProcessTable table;

    Starter(Stack stack, ProcessTable table) {
        this.stack = stack;
        this.table = table;
    }

    /**
     * Leaves the server running and answering. The result says what was done about it, for the line
     * that is printed.
     */
    String ensure(Server server) throws IOException, InterruptedException {
        try (Lock _ = lock(server)) {
            return ensureAlone(server);
        }
    }

    /** Between {@code up}, {@code down} and the program that the worker calls. */
    private Lock lock(Server server) throws IOException {
        return Lock.of(stack.home().resolve("locks/" + server.name()));
    }

    private String ensureAlone(Server server) throws IOException, InterruptedException {
        Optional<ProcessEntry> recorded = table.find(server.name());
        String before = "";
        if (recorded.isPresent() && recorded.get().lives()) {
            boolean same = recorded.get().fingerprint().equals(server.command().fingerprint());
            if (same && answersWithin(server, recorded.get(), Duration.ofSeconds(10)).isEmpty()) {
                server.ensure();
                return "runs already";
            }
            stopAlone(server);
            before = same ? "did not answer; " : "has changed; ";
        } else if (recorded.isPresent()) {
            before = "had died; ";
        }
        long began = System.nanoTime();
        server.prepare();
        refuseTakenPorts(server);
        ProcessEntry entry = launch(server);
        Optional<String> why = answersWithin(server, entry, server.patience());
        if (why.isPresent()) {
            String state = entry.lives() ? "is not ready: " + why.get() : "ended while starting";
            throw new StackException(
                    server.name() + " " + state + "\n" + tail(stack.log(server.name())));
        }
        server.ensure();
        double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
        String remark = server.remark().isEmpty() ? "" : ", " + server.remark();
        return before + String.format(Locale.ROOT, "started in %.1f s", seconds) + remark;
    }

    private ProcessEntry launch(Server server) throws IOException {
        Path log = stack.log(server.name());
        Files.createDirectories(Objects.requireNonNull(log.getParent()));
        Command command = server.command();
        Process process = command.launch(log);
        Identity identity =
                Identity.of(process.pid())
                        .orElseThrow(
                                () ->
                                        new StackException(
                                                server.name() + " ended at once\n" + tail(log)));
        return table.add(server.name(), identity, command.fingerprint(), Instant.now());
    }

    private void refuseTakenPorts(Server server) {
        for (int port : server.ports()) {
            Ports.holder(port)
                    .ifPresent(
                            holder -> {
                                throw new StackException(
                                        server.name()
                                                + " needs port "
                                                + port
                                                + ", which is in use by "
                                                + holder
                                                + "; end that, or set QUARRY_PORT_OFFSET");
                            });
        }
    }

    /** Empty once it answers; else the last reason, when time is up or the process has ended. */
    private static Optional<String> answersWithin(
            Server server, ProcessEntry entry, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<String> why = server.probe();
        while (why.isPresent() && System.nanoTime() < deadline && entry.lives()) {
            Thread.sleep(POLL);
            why = server.probe();
        }
        return why;
    }

    /** Ends it in good order, or after a while by force. False when it did not run. */
    boolean stop(Server server) throws IOException, InterruptedException {
        try (Lock _ = lock(server)) {
            return stopAlone(server);
        }
    }

    private boolean stopAlone(Server server) throws IOException, InterruptedException {
        Optional<ProcessEntry> live = table.findLive(server.name());
        if (live.isPresent()) {
            signal(live.get(), server.stopSignal());
            if (!endsWithin(live.get(), ORDERLY_END)) {
                signal(live.get(), "KILL");
                endsWithin(live.get(), ORDERLY_END);
            }
        }
        table.remove(server.name());
        return live.isPresent();
    }

    private static void signal(ProcessEntry entry, String signal)
            throws IOException, InterruptedException {
        if (entry.lives()) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(entry.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    private static boolean endsWithin(ProcessEntry entry, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (entry.lives()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    private static String tail(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return "the end of "
                    + log
                    + ":\n"
                    + String.join("\n", all.subList(Math.max(0, all.size() - 25), all.size()));
        } catch (IOException e) {
            return "its log " + log + " cannot be read: " + e.getMessage();
        }
    }
}
