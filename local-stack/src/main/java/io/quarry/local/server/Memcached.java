package io.quarry.local.server;

import io.quarry.local.process.Command;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One memcached. It keeps nothing over a restart, and asks for no log-in: only loopback guards it.
 */
final class Memcached implements Server {
    private final Path folder;
    private final String name;
    private final int port;

    Memcached(Stack stack, String name, int port) {
        this.folder = stack.data(name);
        this.name = name;
        this.port = port;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String engine() {
        return "memcached";
    }

    @Override
    public List<Integer> ports() {
        return List.of(port);
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public void fetch() {}

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public Command command() {
        List<String> command = new ArrayList<>(List.of(Machine.program("memcached", "memcached")));
        if (Machine.root()) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(
                List.of(
                        "-l",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-U",
                        "0",
                        "-m",
                        "32",
                        "-t",
                        "2"));
        return new Command(command, Map.of(), folder);
    }

    /** Its version. */
    @Override
    public Optional<String> probe() {
        return Probes.bytes(port, "version\r\n".getBytes(StandardCharsets.US_ASCII), 0, 'V');
    }

    @Override
    public String remark() {
        return "empty, since it keeps nothing";
    }
}
