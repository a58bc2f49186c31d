package io.quarry.metadata.shard;

import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.statement.Query;

/**
 * The few shards that a namespace would go to, so that placing one does not read a fleet of
 * hundreds. The database says which they are by the constraints and in the order that placement
 * has; whoever asks decides anew, and looks at the whole fleet before refusing anything.
 */
@ApplicationScoped
public class Roomiest {
    /** So many may be taken or filled by others before the whole fleet is read. */
    public static final int MOST = 16;

    private static final String ROOM =
            each(" AND ", "wish.%1$s <= greatest(shard.capacity_%1$s - %2$s, 0)");

    /**
     * As {@link Capacity#dominantShare}: a dimension of which nothing is there or wanted is out.
     */
    private static final String SHARE =
            "coalesce(greatest("
                    + each(", ", "(%2$s + wish.%1$s)::float8" + " / nullif(shard.capacity_%1$s, 0)")
                    + "), 0)";

    private final Sql sql;

    Roomiest(Sql sql) {
        this.sql = sql;
    }

    /**
     * At most {@value #MOST} shards that namespaces share, with these labels or silent about them,
     * and with room, the least dominant share first; within a transaction.
     *
     * @param demands what is wanted on a shard of one node, of two, and so on; the last is that of
     *     all larger ones too
     */
    public List<Shard> of(Engine engine, Map<String, String> labels, List<Capacity> demands) {
        String wishes =
                IntStream.rangeClosed(1, demands.size())
                        .mapToObj(
                                nodes ->
                                        "("
                                                + nodes
                                                + ", "
                                                + each(", ", ":%1$s_" + nodes + "::bigint")
                                                + ")")
                        .collect(Collectors.joining(", "));
        String statement =
                "SELECT shard.* FROM shard JOIN (VALUES "
                        + wishes
                        + ") AS wish (nodes, "
                        + each(", ", "%1$s")
                        + ") ON wish.nodes = least("
                        + demands.size()
                        + ", greatest(1, jsonb_array_length(shard.endpoints)))"
                        + " WHERE shard.engine = :engine AND shard.state = 'ACTIVE'"
                        + " AND shard.labels ->> 'isolation' IS DISTINCT FROM 'dedicated'"
                        + " AND shard.labels || :labels::jsonb = :labels::jsonb || shard.labels AND "
                        + ROOM
                        + " ORDER BY "
                        + SHARE
                        + ", shard.id LIMIT "
                        + MOST;
        return sql.here(
                handle -> {
                    Query query =
                            handle.createQuery(statement)
                                    .bind("engine", engine.name())
                                    .bind("labels", Json.write(labels));
                    for (int nodes = 1; nodes <= demands.size(); nodes++) {
                        for (Dimension dimension : Dimension.values()) {
                            query =
                                    query.bind(
                                            dimension.wire() + "_" + nodes,
                                            demands.get(nodes - 1).of(dimension));
                        }
                    }
                    return query.map(new ShardMapper()).list();
                });
    }

    /** As {@link Shard#taken}. */
    private static String taken(Dimension dimension) {
        String taken = "shard.reserved_" + dimension.wire();
        return dimension.isMeasured()
                ? "greatest(" + taken + ", shard.measured_" + dimension.wire() + ")"
                : taken;
    }

    private static String each(String between, String term) {
        Function<Dimension, String> written =
                dimension -> term.formatted(dimension.wire(), taken(dimension));
        return Arrays.stream(Dimension.values()).map(written).collect(Collectors.joining(between));
    }
}
