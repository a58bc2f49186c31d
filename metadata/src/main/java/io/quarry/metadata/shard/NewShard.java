package io.quarry.metadata.shard;

import io.quarry.metadata.problem.Names;
import io.quarry.metadata.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that is there already and is to be taken into use.
 *
 * @param capacity what Quarry may place there, which may be less than the cluster has
 * @param credentialRef names the credentials in the services' credentials file; its id, if nothing
 *     is said
 * @param settings for Cassandra {@code datacenter}, for PostgreSQL {@code database} and {@code
 *     sslmode}, for S3 {@code region}; the keyspace is the same on all Cassandra shards, because
 *     gateways are configured with it
 */
public record NewShard(
        @Nullable String id,
        @Nullable Engine engine,
        @Nullable List<String> endpoints,
        @Nullable Map<String, String> labels,
        @Nullable Capacity capacity,
        @Nullable String credentialRef,
        @Nullable Map<String, String> settings) {
    static final String PROVIDER = "provider";
    static final String EXISTING = "existing";

    /**
     * As it will be until it has answered.
     *
     * @throws ProblemException INVALID_NAME, or INVALID_REQUEST with all violations
     */
    public Shard shard() {
        ShardRules rules = new ShardRules();
        if (id == null || engine == null || endpoints == null || capacity == null) {
            required(rules);
            throw new IllegalStateException("something is missing");
        }
        Names.check("id", id);
        Map<String, String> said = Objects.requireNonNullElse(settings, Map.of());
        Map<String, String> labelled = Objects.requireNonNullElse(labels, Map.of());
        rules.endpoints(nonNull(rules, endpoints));
        rules.labels(nonNull(rules, labelled, "labels"));
        for (Dimension dimension : Dimension.values()) {
            rules.room(dimension, capacity.of(dimension));
        }
        String credentials = Objects.requireNonNullElse(credentialRef, id);
        rules.credentialRef(credentials);
        rules.settings(engine, nonNull(rules, said, "settings"));
        rules.enforce();
        Map<String, String> settled = new HashMap<>(said);
        settled.put(PROVIDER, EXISTING);
        return new Shard(
                id,
                engine,
                ShardState.PROVISIONING,
                endpoints,
                labelled,
                capacity,
                Capacity.NONE,
                credentials,
                settled);
    }

    private void required(ShardRules rules) {
        Map<String, Object> given = new HashMap<>();
        given.put("id", id);
        given.put("engine", engine);
        given.put("endpoints", endpoints);
        given.put("capacity", capacity);
        for (String name : List.of("id", "engine", "endpoints", "capacity")) {
            if (given.get(name) == null) {
                rules.wrong(name, "is required");
            }
        }
        rules.enforce();
    }

    /** JSON may hold a null where none belongs. */
    private static List<String> nonNull(ShardRules rules, List<String> texts) {
        if (texts.stream().anyMatch(Objects::isNull)) {
            rules.wrong("endpoints", "must be texts");
        }
        return texts.stream().filter(Objects::nonNull).toList();
    }

    private static Map<String, String> nonNull(
            ShardRules rules, Map<String, String> texts, String field) {
        Map<String, String> given = new HashMap<>(texts);
        given.values().removeIf(Objects::isNull);
        texts.keySet().stream()
                .filter(name -> !given.containsKey(name))
                .forEach(name -> rules.wrong(field + "." + name, "must be text"));
        return given;
    }
}
