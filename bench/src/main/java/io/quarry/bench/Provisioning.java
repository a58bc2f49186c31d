package io.quarry.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long it takes from the request for a namespace until it is served, on each engine: the
 * abstractions take turns, so that an hour in which the machine is slow is everybody's.
 */
final class Provisioning {
    private static final int ROUNDS = 21;

    /** The first rounds are the compiler's. */
    private static final int WARM_UP = 3;

    private static final Map<String, String> WISHES = wishes();

    private final Control control;

    Provisioning(Control control) {
        this.control = control;
    }

    private static Map<String, String> wishes() {
        var wishes = new LinkedHashMap<String, String>();
        wishes.put("key-value on Cassandra", "{\"abstraction\": \"key-value\"}");
        wishes.put("counter on Cassandra", "{\"abstraction\": \"counter\"}");
        wishes.put("time-series on Cassandra", "{\"abstraction\": \"time-series\"}");
        wishes.put(
                "search on Elasticsearch",
                """
                {"abstraction": "search", "search": {"fields": {"title": {"type": "text"}}}}
                """);
        wishes.put("cache on memcached", "{\"abstraction\": \"cache\", \"ttl\": \"PT5M\"}");
        wishes.put("object on S3", "{\"abstraction\": \"object\"}");
        wishes.put("relational on PostgreSQL", "{\"abstraction\": \"relational\"}");
        return Collections.unmodifiableMap(wishes);
    }

    /** A table: the median, the ninth decile and the longest, in milliseconds. */
    String markdown() {
        var times = new LinkedHashMap<String, List<Long>>();
        for (var round = 0; round < WARM_UP + ROUNDS; round++) {
            for (var wish : WISHES.entrySet()) {
                var name = "bench-" + Long.toString(System.nanoTime(), 36);
                var began = System.nanoTime();
                control.make(name, wish.getValue());
                var took = Duration.ofNanos(System.nanoTime() - began).toMillis();
                control.drop(name);
                if (round >= WARM_UP) {
                    times.computeIfAbsent(wish.getKey(), _ -> new ArrayList<>()).add(took);
                }
            }
        }
        var text =
                new StringBuilder(
                        "| namespace | p50 ms | p90 ms | longest ms | of |\n|---|---|---|---|---|\n");
        times.forEach(
                (what, all) -> {
                    Collections.sort(all);
                    text.append(
                            "| %s | %d | %d | %d | %d |%n"
                                    .formatted(
                                            what,
                                            all.get(all.size() / 2),
                                            all.get(all.size() * 9 / 10),
                                            all.getLast(),
                                            all.size()));
                });
        return text.toString();
    }
}
