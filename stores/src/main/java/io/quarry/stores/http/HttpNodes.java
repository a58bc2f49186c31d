package io.quarry.stores.http;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the nodes of a shard over HTTP, one after the other until one answers, each as the first in
 * its turn. One that did not answer is asked last for some seconds. A node that was asked and did
 * not answer may have done what it was asked, so only what can be done twice is asked here.
 */
public final class HttpNodes implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    private static final Duration LAST = Duration.ofSeconds(5);

    private final AtomicInteger turn = new AtomicInteger();

    /** When each node that did not answer did not. */
    private final ConcurrentMap<String, Long> silent = new ConcurrentHashMap<>();

    /**
     * What is asked.
     *
     * @param path with its query
     * @param authorization the header, or null for none
     * @param json the body, or null for none
     */
    public record Call(
            String method, String path, @Nullable String authorization, @Nullable String json) {
        public static Call get(String path) {
            return new Call("GET", path, null, null);
        }

        /** The header is a secret. */
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    public record Answer(int status, String body) {}

    /**
     * @param engine as messages are to call it
     * @param endpoints {@code host:port}
     * @throws StoreException.Unavailable when none answers, whatever it says
     */
    public Answer ask(String engine, List<String> endpoints, Call call, Deadline deadline) {
        IOException last = null;
        List<String> order = inTurn(endpoints);
        for (int index = 0; index < order.size(); index++) {
            // a node that hangs leaves the others their share of the time
            Duration time = deadline.remaining().dividedBy(order.size() - (long) index);
            if (time.isZero()) {
                break;
            }
            try {
                return ask(order.get(index), call, time);
            } catch (IOException e) {
                silent.put(order.get(index), System.nanoTime());
                last = e;
            }
        }
        throw new StoreException.Unavailable(
                engine + " does not answer: " + (last == null ? "no time" : told(last)), last);
    }

    private List<String> inTurn(List<String> endpoints) {
        if (endpoints.size() < 2) {
            return endpoints;
        }
        List<String> order = new ArrayList<>(endpoints);
        Collections.rotate(order, turn.getAndIncrement());
        order.sort(Comparator.comparing(this::wasSilent));
        return order;
    }

    private boolean wasSilent(String endpoint) {
        Long since = silent.get(endpoint);
        return since != null && System.nanoTime() - since < LAST.toNanos();
    }

    /** The client's own time-out ends with the headers; this one with the body. */
    private Answer ask(String endpoint, Call call, Duration time) throws IOException {
        CompletableFuture<HttpResponse<String>> asked =
                client.sendAsync(request(endpoint, call), HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> answer = asked.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(answer.statusCode(), answer.body());
        } catch (TimeoutException e) {
            boolean _ = asked.cancel(true);
            throw new IOException(endpoint + " gave no answer within " + time, e);
        } catch (InterruptedException e) {
            boolean _ = asked.cancel(true);
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("interrupted while waiting for an answer", e);
        } catch (ExecutionException e) {
            throw new IOException(endpoint + ": " + told(e.getCause()), e);
        }
    }

    private static HttpRequest request(String endpoint, Call call) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + endpoint + call.path()));
        String authorization = call.authorization();
        if (authorization != null) {
            request = request.header("Authorization", authorization);
        }
        String json = call.json();
        if (json == null) {
            return request.method(call.method(), HttpRequest.BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(call.method(), HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    /** Some of the client's exceptions have no words of their own. */
    private static String told(@Nullable Throwable e) {
        if (e == null) {
            return "no answer";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
