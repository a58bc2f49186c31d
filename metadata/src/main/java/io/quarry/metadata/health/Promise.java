package io.quarry.metadata.health;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a shard can keep its promises by, as of its last answer; what its engine does not tell is
 * null.
 *
 * @param nodes that it should have: that it knows of, and no fewer than it was registered with
 * @param nodesUp how many of them are up
 * @param replication how many copies it keeps of everything, or can keep where each namespace says
 *     it for itself
 */
@RegisterForReflection
public record Promise(@Nullable Long nodes, @Nullable Long nodesUp, @Nullable Long replication) {
    /** The worst that Elasticsearch says of itself: a part of what is in it cannot be reached. */
    private static final String RED = "red";

    static Promise of(Measurement measurement) {
        return new Promise(
                whole(measurement, "nodes"),
                whole(measurement, "nodes_up"),
                whole(measurement, "replication"));
    }

    /** Why a shard that answers so does not do all that it should; empty if it does. */
    public static Optional<String> impairment(Measurement measurement) {
        Promise promise = of(measurement);
        Long up = promise.nodesUp();
        Long nodes = promise.nodes();
        Long copies = promise.replication();
        if (up != null && nodes != null && up < nodes) {
            return Optional.of("%d of %d nodes are up".formatted(up, nodes));
        }
        if (up != null && copies != null && up < copies) {
            return Optional.of("%d copies are to be kept on %d nodes".formatted(copies, up));
        }
        return RED.equals(measurement.status())
                ? Optional.of("it says that it is red")
                : Optional.empty();
    }

    private static @Nullable Long whole(Measurement measurement, String name) {
        BigDecimal value = measurement.metrics().get(name);
        return value == null ? null : value.longValue();
    }
}
