package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether it answers at all: nothing is signed, so a refusal is as good as an answer. */
@ApplicationScoped
class S3Gauges implements Gauges {
    private static final int SERVER_ERROR = 500;

    private final HttpNodes nodes;

    S3Gauges(HttpNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public boolean needsLogin() {
        return false;
    }

    @Override
    public Reading read(Shard shard, Deadline deadline) {
        HttpNodes.Answer answer =
                nodes.ask("S3", shard.endpoints(), HttpNodes.Call.get("/"), deadline);
        if (answer.status() >= SERVER_ERROR) {
            throw new StoreException.Unavailable("S3 answers with " + answer.status(), null);
        }
        return new Reading();
    }
}
