package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.memcached.MemcachedConfig;
import io.quarry.stores.memcached.MemcachedShard;
import io.quarry.stores.spi.Deadline;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Pools, which have nothing in them to be made, and have to be whole before they are used. */
@ApplicationScoped
class MemcachedStructures implements EngineStructures {
    @Override
    public Act open(Shard shard, Namespace namespace) {
        return Act.of(deadline -> reach(shard).ensure(deadline));
    }

    /** Only gateways come in, and the route tells them. */
    @Override
    public Act close(Shard shard, Namespace namespace) {
        return Act.nothing();
    }

    @Override
    public Act drop(Shard shard, Namespace namespace, Tally tally) {
        return Act.of(_ -> reach(shard).drop());
    }

    @Override
    public String probe(Shard shard, Deadline deadline) {
        return "memcached " + reach(shard).probe(deadline);
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        return reach(shard).identity();
    }

    private static MemcachedShard reach(Shard shard) {
        return new MemcachedShard(new MemcachedConfig(shard.endpoints()));
    }
}
