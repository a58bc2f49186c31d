package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import io.quarry.worker.workflow.S3Structures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;

/** Whether it answers at all: nothing is signed, so a refusal is as good as an answer. */
@ApplicationScoped
class S3Gauges implements Gauges {
    private static final int SERVER_ERROR = 500;

    private final HttpNodes nodes;
    private final Marks marks;

    /** Who a store is, which only one with a key can see. */
    interface Marks {
        Set<String> of(Shard shard, Deadline deadline);
    }

    @Inject
    S3Gauges(HttpNodes nodes, S3Structures structures) {
        this(nodes, structures::identity);
    }

    S3Gauges(HttpNodes nodes, Marks marks) {
        this.nodes = nodes;
        this.marks = marks;
    }

    @Override
    public boolean needsLogin() {
        return false;
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        return marks.of(shard, deadline);
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
