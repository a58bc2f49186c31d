package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Callers that make, change and delete namespaces of a tenant, and ask for what is refused between;
 * what is not answered they ask again under the same key. Each leaves its last one behind.
 */
final class ControlLoad implements AutoCloseable {
    static final String CHANGED = SPEC.replace("made", "changed");

    /** More than the tenant may take. */
    static final String DEAR =
            "{\"abstraction\": \"key-value\", \"workload\": {\"writes_per_second\": 20000}}";

    /** For {@link #DEAR} to be too much, and for the callers to have what they ask for. */
    static final String LIMITS = "{\"namespaces\": 50, \"writes_per_second\": 10000}";

    private static final int CALLERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

    private final Api api;
    private final String tenant;
    private final List<Thread> callers = new ArrayList<>();
    private final List<Accepted> accepted = new CopyOnWriteArrayList<>();
    private final Set<String> refused = new ConcurrentSkipListSet<>();
    private final Set<String> left = new ConcurrentSkipListSet<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger lives = new AtomicInteger();
    private volatile boolean stopping;

    /**
     * @param action as the audit log has it
     */
    record Accepted(String request, String action, String operation, String name, String uid) {}

    /**
     * @param api may do everything in the tenant, for as long as the load lasts
     */
    ControlLoad(Api api, String tenant) {
        this.api = api.patient(PATIENCE);
        this.tenant = tenant;
        for (var caller = 0; caller < CALLERS; caller++) {
            var name = "caller-" + caller;
            callers.add(Thread.ofPlatform().name(name).start(() -> run(name)));
        }
    }

    private void run(String caller) {
        try {
            for (var round = 0; !stopping; round++) {
                live(caller + "-" + round);
                lives.incrementAndGet();
            }
        } catch (RuntimeException | AssertionError e) {
            failures.add(e.toString());
        }
    }

    private void live(String name) {
        var path = path(tenant, name);
        carriedOut("namespace.create", name, put(path, SPEC));
        refused(put(path, CHANGED, "If-None-Match", "*"), 409, "name-taken");
        refused(put(path, CHANGED, "If-Match", "\"7\""), 412, "precondition-failed");
        refused(put(path + "-dear", DEAR), 409, "quota-exceeded");
        carriedOut("namespace.change", name, put(path, CHANGED, "If-Match", "\"1\""));
        if (stopping) {
            left.add(name);
            return;
        }
        carriedOut("namespace.retire", name, api.delete(path + "?retention=PT0S"));
    }

    private Answer put(String path, String spec, String... headers) {
        return api.send("PUT", path, spec.getBytes(UTF_8), headers);
    }

    private void carriedOut(String action, String name, Answer answer) {
        var operation = answer.expect(202).json();
        accepted.add(
                new Accepted(
                        answer.header("Quarry-Request-Id"),
                        action,
                        operation.path("id").asText(),
                        name,
                        operation.at("/target/uid").asText()));
        var location = answer.header("Location");
        var _ =
                Awaiting.within(
                        PATIENCE,
                        "the end of " + location,
                        () -> ENDS.contains(state(location + "?wait=10s")));
        assertThat(state(location)).as(action + " of " + name).isEqualTo("SUCCEEDED");
    }

    private String state(String operation) {
        return api.get(operation).expect(200).json().path("state").asText();
    }

    private void refused(Answer answer, int status, String code) {
        refused.add(answer.expectProblem(status, code).header("Quarry-Request-Id"));
    }

    /** How many of its namespaces have come to the end of their lives. */
    int lives() {
        return lives.get();
    }

    /** That many more come to the end of their lives. */
    void await(int more) {
        var wanted = lives() + more;
        var _ =
                Awaiting.within(
                        PATIENCE,
                        more + " more lives: " + failures,
                        () -> lives() >= wanted || !failures.isEmpty());
    }

    List<String> failures() {
        return failures;
    }

    List<Accepted> accepted() {
        return accepted;
    }

    /** The requests that were refused. */
    Set<String> refused() {
        return refused;
    }

    /** The namespaces that are there, once it is closed. */
    Set<String> left() {
        return left;
    }

    /** And those that are not. */
    Set<String> gone() {
        return accepted.stream()
                .map(Accepted::name)
                .filter(name -> !left.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        for (var caller : callers) {
            caller.join();
        }
    }
}
