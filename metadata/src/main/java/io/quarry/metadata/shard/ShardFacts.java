package io.quarry.metadata.shard;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;

/** What the audit log keeps of a shard: where its credentials are is nobody's business there. */
@RegisterForReflection
record ShardFacts(
        Engine engine,
        ShardState state,
        List<String> endpoints,
        Map<String, String> labels,
        Capacity capacity,
        Map<String, String> settings) {
    static ShardFacts of(Shard shard) {
        return of(shard, shard.state());
    }

    /** As it becomes in that state. */
    static ShardFacts of(Shard shard, ShardState state) {
        return new ShardFacts(
                shard.engine(),
                state,
                shard.endpoints(),
                shard.labels(),
                shard.capacity(),
                shard.settings());
    }
}
