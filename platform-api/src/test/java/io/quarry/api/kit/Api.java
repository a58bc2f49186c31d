package io.quarry.api.kit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One caller of the running API. Headers are given as name, value, name, value. */
public final class Api {
    static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Supplier<@Nullable String> token;
    private final @Nullable Runnable revive;
    private final @Nullable Duration patience;

    private Api(Supplier<@Nullable String> token) {
        this(token, null, null);
    }

    private Api(
            Supplier<@Nullable String> token,
            @Nullable Runnable revive,
            @Nullable Duration patience) {
        this.token = token;
        this.revive = revive;
        this.patience = patience;
    }

    /**
     * As a client that asks again when nobody answers, under the same key and the same request id.
     *
     * @param revive returns when somebody answers again
     */
    public Api persistent(Runnable revive) {
        return new Api(token, revive, null);
    }

    /**
     * As a client that asks again, under the same key and the same request id, while nobody
     * answers, or the answer is that the control plane is away for now.
     *
     * @param longest after which it gives up
     */
    public Api patient(Duration longest) {
        return new Api(token, null, longest);
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
        var bearer = token.get();
        try {
            if (revive == null && patience == null) {
                return once(bearer, method, path, body, headers);
            }
            var repeatable = method.equals("GET") ? headers : repeatable(headers);
            if (patience != null) {
                return untilAnswered(patience, bearer, method, path, body, repeatable);
            }
            try {
                return once(bearer, method, path, body, repeatable);
            } catch (IOException nobodyAnswers) {
                requireNonNull(revive).run();
                return once(bearer, method, path, body, repeatable);
            }
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Answer untilAnswered(
            Duration longest,
            @Nullable String bearer,
            String method,
            String path,
            byte @Nullable [] body,
            String... headers)
            throws IOException, InterruptedException {
        var end = Instant.now().plus(longest);
        while (true) {
            try {
                var answer = once(bearer, method, path, body, headers);
                if (!isForNow(answer) || Instant.now().isAfter(end)) {
                    return answer;
                }
            } catch (IOException nobodyAnswers) {
                if (Instant.now().isAfter(end)) {
                    throw nobodyAnswers;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static boolean isForNow(Answer answer) {
        return answer.status() == 503
                || answer.status() == 429
                || answer.status() == 409 && answer.text().contains("\"idempotency-in-flight\"");
    }

    /** The trace is what the request is logged under. */
    private static String[] repeatable(String[] headers) {
        var id = UUID.randomUUID().toString().replace("-", "");
        var more =
                Stream.of(
                        "Idempotency-Key",
                        id,
                        "traceparent",
                        "00-" + id + "-" + id.substring(16) + "-01");
        return Stream.concat(Stream.of(headers), more).toArray(String[]::new);
    }

    private static Answer once(
            @Nullable String bearer,
            String method,
            String path,
            byte @Nullable [] body,
            String... headers)
            throws IOException, InterruptedException {
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
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        var answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(
                method + " " + path, answer.statusCode(), answer.headers(), answer.body());
    }
}
