package io.quarry.local.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Questions that only a server which really works can answer: an accepted connection alone proves
 * nothing (a stopped process has that too).
 */
final class Probes {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();

    private Probes() {}

    /** Sends bytes and compares the byte at {@code position} of the answer. */
    static Optional<String> bytes(int port, byte[] question, int position, int expected) {
        try (Socket socket = new Socket()) {
            int millis = (int) PATIENCE.toMillis();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(question);
            byte[] answer = new byte[position + 1];
            new DataInputStream(socket.getInputStream()).readFully(answer);
            int got = answer[position] & 0xff;
            return got == expected
                    ? Optional.empty()
                    : Optional.of("answers " + got + " instead of " + expected);
        } catch (IOException e) {
            return Optional.of("does not answer on port " + port + " (" + message(e) + ")");
        }
    }

    /** Expects status 200. */
    static Optional<String> http(String url) {
        return http(request(url).build(), 200);
    }

    static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    }

    static Optional<String> http(HttpRequest request, int expected) {
        URI url = request.uri();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == expected) {
                return Optional.empty();
            }
            String body = answer.body().strip();
            return Optional.of(
                    url
                            + " answers "
                            + answer.statusCode()
                            + " "
                            + body.substring(0, Math.min(body.length(), 300))
                                    .replaceAll("\\s+", " "));
        } catch (IOException e) {
            return Optional.of(url + " does not answer (" + message(e) + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static String message(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
