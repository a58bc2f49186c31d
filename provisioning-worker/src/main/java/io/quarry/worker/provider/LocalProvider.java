package io.quarry.worker.provider;

import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.ShardAddress;
import io.quarry.stores.spi.StoreException;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The provider {@code local}: real servers on this machine. Both acts may be repeated, and change
 * nothing if their turn at the shard comes after the instant that is given, because by then another
 * worker may have the shard in hand.
 */
@ApplicationScoped
public class LocalProvider {
    private static final String NOT_AFTER = "--not-after=";

    private final WorkerConfig.LocalProvider config;

    @Inject
    LocalProvider(WorkerConfig config) {
        this(config.localProvider());
    }

    LocalProvider(WorkerConfig.LocalProvider config) {
        this.config = config;
    }

    /**
     * Leaves a server running under the shard's id, and its log-ins in the services' credentials
     * file; one that runs already answers the same.
     *
     * @throws StoreException with what the program says against it
     */
    public ShardAddress start(String shard, Engine engine, Instant notAfter) {
        String word = engine.name().toLowerCase(Locale.ROOT);
        return Answers.started(program().run(List.of("start", NOT_AFTER + notAfter, word, shard)));
    }

    /**
     * Nothing is left of the shard's server, its data and its log-ins; fine where there is none.
     *
     * @throws StoreException with what the program says against it
     */
    public void purge(String shard, Instant notAfter) {
        Answers.purged(program().run(List.of("purge", NOT_AFTER + notAfter, shard)));
    }

    private ShardProgram program() {
        return new ShardProgram(
                config.program()
                        .orElseThrow(
                                () ->
                                        new StoreException.Rejected(
                                                "this worker starts no servers:"
                                                        + " quarry.worker.local-provider.program is"
                                                        + " not set",
                                                null)),
                config.timeout());
    }
}
