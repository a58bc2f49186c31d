package io.quarry.metadata.shard;

import io.quarry.metadata.problem.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a server that was started for a shard is reached.
 *
 * @param endpoints {@code host:port}, at least one
 * @param credentialRef names its log-ins in the services' credentials file; null where the engine
 *     knows none
 * @param settings what the engine needs besides, as an operator would have registered it
 */
public record ShardAddress(
        List<String> endpoints, @Nullable String credentialRef, Map<String, String> settings) {
    public ShardAddress {
        endpoints = List.copyOf(endpoints);
        settings = Map.copyOf(settings);
    }

    /**
     * The shard, reached so.
     *
     * @throws ProblemException INVALID_REQUEST for what no operator could have registered either
     */
    Shard applied(Shard shard) {
        String credentials = Objects.requireNonNullElse(credentialRef, shard.credentialRef());
        ShardRules rules = new ShardRules();
        rules.endpoints(endpoints);
        rules.credentialRef(credentials);
        rules.settings(shard.engine(), settings);
        rules.enforce();
        Map<String, String> settled = new HashMap<>(settings);
        settled.put(Provider.SETTING, shard.provider().wire());
        return new Shard(
                shard.id(),
                shard.engine(),
                shard.state(),
                endpoints,
                shard.labels(),
                shard.capacity(),
                shard.reserved(),
                shard.measured(),
                credentials,
                settled);
    }
}
