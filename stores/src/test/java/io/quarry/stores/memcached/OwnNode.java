package io.quarry.stores.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A memcached of a test's own, on a free port, that it may kill, stop and start again. */
final class OwnNode implements AutoCloseable {
    private static final int PROBE_MILLIS = 200;

    private final int port;
    private Process process;

    OwnNode() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.process = start(port);
    }

    String endpoint() {
        return "127.0.0.1:" + port;
    }

    /** Kill -9: everything that it held is lost. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor()).isNotZero();
    }

    void startAgain() throws IOException {
        process = start(port);
    }

    /** It goes on taking connections, by its kernel, and answers nothing. */
    void hang() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private void signal(String name) throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    private static Process start(int port) throws IOException {
        List<String> command = new ArrayList<>(List.of("memcached"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(
                List.of("-l", "127.0.0.1", "-p", "" + port, "-U", "0", "-m", "16", "-t", "1"));
        Process started =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Instant until = Instant.now().plus(Duration.ofSeconds(10));
        while (!answers(port)) {
            assertThat(started.isAlive()).as("memcached runs").isTrue();
            assertThat(Instant.now()).isBefore(until);
            Thread.onSpinWait();
        }
        return started;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
