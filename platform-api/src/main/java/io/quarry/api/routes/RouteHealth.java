package io.quarry.api.routes;

import io.quarry.api.health.Part;
import io.quarry.api.role.ProcessRole;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether there are routes to serve by, how old they may be, and which of their sources is away.
 */
@Singleton
public class RouteHealth implements Part {
    /** One that hangs reports no failure; after so long without an answer it counts as away. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    /** Where routes can come from. */
    enum Source {
        TOPIC("kafka"),
        METADATA("postgresql");

        private final String label;

        Source(String label) {
            this.label = label;
        }
    }

    /** What was last heard of a source: its answer, or why there was none. */
    private record Heard(Instant at, @Nullable String failure) {}

    private final RouteTable table;
    private final Clock clock;
    private final Heard[] heard = new Heard[Source.values().length];
    private volatile boolean loaded;
    private volatile boolean replaying = true;

    @Inject
    RouteHealth(RouteTable table) {
        this(table, Clock.systemUTC());
    }

    RouteHealth(RouteTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** From here on requests can be served, if need be by what an earlier run saved. */
    void loaded() {
        loaded = true;
    }

    /**
     * Whether the topic is being read from its beginning, so that the highest revision seen says
     * nothing about the lower ones.
     */
    boolean isReplaying() {
        return replaying;
    }

    void replaying(boolean now) {
        replaying = now;
    }

    public boolean isLoaded() {
        return loaded;
    }

    synchronized void answered(Source source) {
        heard[source.ordinal()] = new Heard(clock.instant(), null);
    }

    synchronized void away(Source source, String why) {
        var before = heard[source.ordinal()];
        heard[source.ordinal()] = new Heard(before == null ? Instant.EPOCH : before.at(), why);
    }

    synchronized boolean isAway(Source source) {
        var last = heard[source.ordinal()];
        return last == null || last.failure() != null;
    }

    /**
     * Time since a source last confirmed that the table is up to date; null when none has since the
     * start.
     */
    public synchronized @Nullable Duration age() {
        Instant newest = null;
        for (var last : heard) {
            if (last != null && last.at().isAfter(Instant.EPOCH)) {
                newest = newest == null || last.at().isAfter(newest) ? last.at() : newest;
            }
        }
        return newest == null ? null : Duration.between(newest, clock.instant());
    }

    @Override
    public Set<ProcessRole> roles() {
        return EnumSet.of(ProcessRole.DATA);
    }

    @Override
    public String name() {
        return "routes";
    }

    @Override
    public synchronized State state() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("routes", String.valueOf(table.size()));
        var age = age();
        facts.put("age", age == null ? "as saved by an earlier run" : age.toSeconds() + " s");
        for (var source : Source.values()) {
            var last = heard[source.ordinal()];
            if (last == null) {
                continue;
            }
            var silent = Duration.between(last.at(), clock.instant());
            if (last.failure() != null) {
                facts.put(source.label, last.failure());
            } else if (silent.compareTo(SILENCE) > 0) {
                facts.put(source.label, "no answer for " + silent.toSeconds() + " s");
            }
        }
        return new State(true, loaded, facts);
    }
}
