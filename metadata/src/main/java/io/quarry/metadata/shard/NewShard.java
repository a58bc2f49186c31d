package io.quarry.metadata.shard;

import io.quarry.metadata.problem.Names;
import io.quarry.metadata.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A shard that is to be taken into use: a cluster that is there already, or one that the worker is
 * to start.
 *
 * @param provider {@link Provider#EXISTING} if nothing is said
 * @param endpoints of the cluster that is there; of one that is started the worker says it, as it
 *     does of credentials and settings
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
        @Nullable Provider provider,
        @Nullable List<String> endpoints,
        @Nullable Map<String, String> labels,
        @Nullable Capacity capacity,
        @Nullable String credentialRef,
        @Nullable Map<String, String> settings) {

    /**
     * As it will be until it has answered.
     *
     * @param offered the providers that this installation has
     * @throws ProblemException INVALID_NAME, or INVALID_REQUEST with all violations
     */
    public Shard shard(Set<Provider> offered) {
        ShardRules rules = new ShardRules();
        Provider from = Objects.requireNonNullElse(provider, Provider.EXISTING);
        rules.provider(from, offered);
        if (id == null || engine == null || capacity == null || missesEndpoints(from)) {
            required(rules, from);
            throw new IllegalStateException("something is missing");
        }
        Names.check("id", id);
        List<String> reached = Objects.requireNonNullElse(endpoints, List.of());
        Map<String, String> said = Objects.requireNonNullElse(settings, Map.of());
        Map<String, String> labelled = Objects.requireNonNullElse(labels, Map.of());
        String credentials = Objects.requireNonNullElse(credentialRef, id);
        rules.labels(nonNull(rules, labelled, "labels"));
        for (Dimension dimension : Dimension.values()) {
            rules.room(dimension, capacity.of(dimension));
        }
        switch (from) {
            case EXISTING -> {
                rules.endpoints(nonNull(rules, reached));
                rules.credentialRef(credentials);
                rules.settings(engine, nonNull(rules, said, "settings"));
            }
            case LOCAL -> leftToTheWorker(rules);
        }
        rules.enforce();
        Map<String, String> settled = new HashMap<>(said);
        settled.put(Provider.SETTING, from.wire());
        return new Shard(
                id,
                engine,
                ShardState.PROVISIONING,
                reached,
                labelled,
                capacity,
                Capacity.NONE,
                credentials,
                settled);
    }

    private boolean missesEndpoints(Provider from) {
        return from == Provider.EXISTING && endpoints == null;
    }

    private void required(ShardRules rules, Provider from) {
        Map<String, Object> given = new HashMap<>();
        given.put("id", id);
        given.put("engine", engine);
        given.put("endpoints", missesEndpoints(from) ? null : List.of());
        given.put("capacity", capacity);
        for (String name : List.of("id", "engine", "endpoints", "capacity")) {
            if (given.get(name) == null) {
                rules.wrong(name, "is required");
            }
        }
        rules.enforce();
    }

    /** Who asks for a server to be started cannot know it yet. */
    private void leftToTheWorker(ShardRules rules) {
        Map<String, Object> given = new HashMap<>();
        given.put("endpoints", endpoints);
        given.put("credential_ref", credentialRef);
        given.put("settings", settings);
        for (String name : List.of("endpoints", "credential_ref", "settings")) {
            if (given.get(name) != null) {
                rules.wrong(name, "is not given for a shard that the worker starts");
            }
        }
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
