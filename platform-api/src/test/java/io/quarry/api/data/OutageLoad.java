package io.quarry.api.data;

import static io.quarry.api.data.DataClient.item;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers that put, read, list and delete with a short pause between rounds, and note whatever is
 * not as it must be.
 */
final class OutageLoad implements AutoCloseable {
    private static final int CALLERS = 4;

    /** Keeps them below what the namespace has asked for. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final DataClient client;
    private final List<Thread> callers = new ArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile boolean stopping;

    OutageLoad(DataClient client) {
        this.client = client;
        for (var caller = 0; caller < CALLERS; caller++) {
            var id = "caller-" + caller;
            callers.add(Thread.ofPlatform().name(id).start(() -> run(id)));
        }
    }

    private void run(String id) {
        for (var round = 0; !stopping; round++) {
            var key = "k" + round % 50;
            var value = id + " " + round;
            try {
                expect(client.put(item(id, key), value), 204, "");
                expect(client.get(item(id, key)), 200, value);
                expect(client.get("/" + id + "?limit=5"), 200, "");
                if (round % 10 == 9) {
                    expect(client.delete(item(id, key)), 204, "");
                    expect(client.get(item(id, key)), 404, "");
                }
            } catch (RuntimeException e) {
                failures.add(e.toString());
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private void expect(DataClient.Answer answer, int status, String body) {
        requests.incrementAndGet();
        if (answer.status() != status || (!body.isEmpty() && !answer.text().equals(body))) {
            failures.add(
                    answer.response().request()
                            + " answered "
                            + answer.status()
                            + ": "
                            + answer.text());
        }
    }

    long requests() {
        return requests.get();
    }

    List<String> failures() {
        return failures;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        for (var caller : callers) {
            caller.join();
        }
    }
}
