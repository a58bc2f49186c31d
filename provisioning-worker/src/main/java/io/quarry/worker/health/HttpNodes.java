package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the nodes of a shard over HTTP, one after the other until one answers. */
@Singleton
class HttpNodes {
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    record Answer(int status, String body) {}

    /**
     * @param authorization the header, or null for none
     * @throws StoreException.Unavailable when none answers, whatever it says
     */
    Answer get(Shard shard, String path, @Nullable String authorization, Deadline deadline) {
        IOException last = null;
        for (int index = 0; index < shard.endpoints().size(); index++) {
            // a node that hangs leaves the others their share of the time
            Duration time = deadline.remaining().dividedBy(shard.endpoints().size() - (long) index);
            if (time.isZero()) {
                break;
            }
            try {
                return get(shard.endpoints().get(index), path, authorization, time);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new StoreException.Unavailable(
                shard.engine() + " does not answer: " + (last == null ? "no time" : told(last)),
                last);
    }

    private Answer get(String endpoint, String path, @Nullable String authorization, Duration time)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://" + endpoint + path)).timeout(time);
        if (authorization != null) {
            request = request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("interrupted while waiting for an answer", e);
        }
    }

    /** Some of the client's exceptions have no words of their own. */
    private static String told(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @PreDestroy
    void close() {
        client.shutdownNow();
    }
}
