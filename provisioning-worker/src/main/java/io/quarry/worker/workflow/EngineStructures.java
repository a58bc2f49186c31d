package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What holds namespaces on the shards of one engine. Each act is made ready before its turn on the
 * shard comes, may be carried out twice, and may be broken off anywhere and begun again.
 */
interface EngineStructures {
    /** It is there as the namespace's spec wants it now, and open to those who use it. */
    Act open(Shard shard, Namespace namespace);

    /** Who comes past the gateways comes in no more; what is in it stays. */
    Act close(Shard shard, Namespace namespace);

    /** Nothing is left of any epoch; where there may be many, the tally is told how many are. */
    Act drop(Shard shard, Namespace namespace, Tally tally);

    /**
     * Asks a shard who it is, as the role that changes structure there.
     *
     * @throws io.quarry.stores.spi.StoreException what stands against using it
     */
    String probe(Shard shard, Deadline deadline);

    /**
     * By which marks its servers know themselves, that no other cluster has.
     *
     * @throws io.quarry.stores.spi.StoreException when it does not answer
     */
    Set<String> identity(Shard shard, Deadline deadline);

    /** To be over within the time-out; what stands against it is thrown. */
    interface Act {
        Outcome within(Duration timeout);

        /** One that has done it when it comes back. */
        static Act of(Consumer<Deadline> change) {
            return timeout -> {
                change.accept(Deadline.after(timeout));
                return new Outcome.Done();
            };
        }

        /** Where the engine has nothing to do. */
        static Act nothing() {
            return _ -> new Outcome.Done();
        }
    }

    static NamespaceRef structure(Namespace namespace) {
        return new NamespaceRef(namespace.uid().value(), namespace.status().epoch());
    }
}
