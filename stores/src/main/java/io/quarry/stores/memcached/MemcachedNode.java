package io.quarry.stores.memcached;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One node, asked in memcached's text protocol (doc/protocol.txt of memcached) by a connection each
 * time.
 */
final class MemcachedNode {
    /** Far more than any version answers. */
    private static final int MOST_LINES = 2_000;

    private final String endpoint;

    MemcachedNode(String endpoint) {
        this.endpoint = endpoint;
    }

    String version(Duration time) throws IOException {
        return ask(
                "version\r\n",
                time,
                lines -> {
                    String[] words = line(lines).split(" ", 2);
                    if (!words[0].equals("VERSION") || words.length < 2) {
                        throw new IOException("no version: " + String.join(" ", words));
                    }
                    return words[1];
                });
    }

    /** Both lists of statistics; what is no whole number is left out. */
    Map<String, Long> statistics(Duration time) throws IOException {
        return ask(
                "stats\r\nstats slabs\r\n",
                time,
                lines -> {
                    Map<String, Long> found = statistics(lines);
                    found.putAll(statistics(lines));
                    return found;
                });
    }

    private interface Answer<T> {
        T read(BufferedReader lines) throws IOException;
    }

    private <T> T ask(String question, Duration time, Answer<T> answer) throws IOException {
        int millis = Math.toIntExact(Math.max(1, time.toMillis()));
        int colon = endpoint.lastIndexOf(':');
        InetSocketAddress address =
                new InetSocketAddress(
                        endpoint.substring(0, colon),
                        Integer.parseInt(endpoint.substring(colon + 1)));
        try (Socket socket = new Socket()) {
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
            return answer.read(
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new IOException(endpoint + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Long> statistics(BufferedReader lines) throws IOException {
        Map<String, Long> found = new HashMap<>();
        for (int count = 0; count < MOST_LINES; count++) {
            String line = line(lines);
            String[] words = line.split(" ", 3);
            if (words[0].equals("END")) {
                return found;
            }
            if (!words[0].equals("STAT") || words.length < 3) {
                throw new IOException("no statistics: " + line);
            }
            if (words[2].matches("[0-9]{1,18}")) {
                found.put(words[1], Long.parseLong(words[2]));
            }
        }
        throw new IOException("the statistics have no end");
    }

    private static String line(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        if (line == null) {
            throw new IOException("the connection was closed");
        }
        return line;
    }
}
