package io.quarry.api.kit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One caller of the running API. Headers are given as name, value, name, value. */
public final class Api {
    static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final Supplier<@Nullable String> token;

    private Api(Supplier<@Nullable String> token) {
        this.token = token;
    }

    /** A person of the local realm, such as {@code demo-developer}. */
    public static Api as(String person) {
        return new Api(() -> Tokens.of(person));
    }

    /** The demo program, {@code client:quarry-terraform}. */
    public static Api asTheProgram() {
        return new Api(Tokens::ofTheProgram);
    }

    public static Api anonymous() {
        return new Api(() -> null);
    }

    public static Api withToken(String token) {
        return new Api(() -> token);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** JSON, unless the headers name another Content-Type. */
    public Answer put(String path, String body, String... headers) {
        return send("PUT", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** JSON, unless the headers name another Content-Type. */
    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        var request =
                HttpRequest.newBuilder(URI.create(Stack.url() + path))
                        .timeout(LONGEST)
                        .method(method, publisher);
        var typed = false;
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
            typed |= headers[i].equalsIgnoreCase("Content-Type");
        }
        if (body != null && !typed) {
            request.header("Content-Type", "application/json");
        }
        var bearer = token.get();
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            var answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    method + " " + path, answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
