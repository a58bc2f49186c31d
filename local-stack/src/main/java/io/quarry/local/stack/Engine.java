package io.quarry.local.stack;

import io.quarry.local.StackException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a shard can be of. */
public enum Engine {
    CASSANDRA(2, List.of("structure", "data")),
    ELASTICSEARCH(2, List.of("structure", "data")),
    /** Knows no log-in. */
    MEMCACHED(1, List.of()),
    S3(1, List.of("structure", "data")),
    /** Those who read and write are made with each tenant's database. */
    POSTGRESQL(1, List.of("structure"));

    private final int ports;
    private final List<String> roles;

    Engine(int ports, List<String> roles) {
        this.ports = ports;
        this.roles = roles;
    }

    /** How many ports one server takes; clients use the first. */
    public int ports() {
        return ports;
    }

    /** Whom its credentials are for. */
    public List<String> roles() {
        return roles;
    }

    /** What clients need to know besides, under the names that the platform has for it. */
    public Map<String, String> settings() {
        return this == CASSANDRA ? Map.of("datacenter", "datacenter1") : Map.of();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Engine of(String word) {
        return Stream.of(values())
                .filter(engine -> engine.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new StackException(
                                        "there is no engine '" + word + "'; there are " + words()));
    }

    /** Engines by name, with commas between. */
    public static Set<Engine> list(String words) {
        Set<Engine> engines = EnumSet.noneOf(Engine.class);
        Stream.of(words.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .forEach(word -> engines.add(of(word)));
        return engines;
    }

    static String words() {
        return words(EnumSet.allOf(Engine.class));
    }

    static String words(Set<Engine> engines) {
        return engines.stream().map(Engine::word).collect(Collectors.joining(","));
    }
}
