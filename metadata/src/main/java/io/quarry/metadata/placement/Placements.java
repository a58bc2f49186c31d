package io.quarry.metadata.placement;

import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which shard holds what, and the ledger of their room. Called within a transaction. */
@ApplicationScoped
public class Placements {
    /** A key-value namespace is one table. */
    private static final int OBJECTS = 1;

    private final Shards shards;
    private final Sql sql;

    Placements(Shards shards, Sql sql) {
        this.shards = shards;
        this.sql = sql;
    }

    /** Where the namespace would go, and what was decided for each shard. */
    public Placing choose(NamespaceSpec spec) {
        return Placing.among(shards.list(), spec);
    }

    /**
     * Takes the room on the best shard that still has it; {@link #keep} says for whom.
     *
     * @throws ProblemException NO_CAPACITY, with what spoke against each shard
     */
    public Shard reserve(NamespaceSpec spec) {
        Placing placing = choose(spec);
        return placing.candidates().stream()
                .filter(shard -> move(shard.id(), OBJECTS) > 0)
                .findFirst()
                .orElseThrow(placing::refusal);
    }

    /** Writes down that the room reserved on the shard is this namespace's. */
    public void keep(Uid uid, int epoch, Shard shard) {
        PlacementRow row = new PlacementRow();
        row.namespaceUid = uid.value();
        row.epoch = epoch;
        row.role = PlacementRole.PRIMARY;
        row.shard = shard.id();
        row.objects = OBJECTS;
        row.persistAndFlush();
    }

    /** The placements of each namespace, by its uid. */
    public Map<String, List<Placement>> of(Collection<String> uids) {
        return PlacementRow.<PlacementRow>list("namespaceUid in ?1", uids).stream()
                .sorted(Comparator.comparing((PlacementRow row) -> row.role))
                .collect(
                        Collectors.groupingBy(
                                row -> row.namespaceUid,
                                Collectors.mapping(
                                        PlacementRow::toPlacement, Collectors.toList())));
    }

    /** Gives back all that the namespace has reserved, shards in the order of their ids. */
    public void release(Uid uid) {
        List<PlacementRow> rows =
                PlacementRow.list("namespaceUid = ?1 order by shard", uid.value());
        for (PlacementRow row : rows) {
            int _ = move(row.shard, -row.objects);
            row.delete();
        }
    }

    private int move(String shard, int objects) {
        return sql.here(
                handle ->
                        handle.createUpdate(
                                        "UPDATE shard SET reserved_objects = reserved_objects +"
                                                + " :objects WHERE id = :shard AND reserved_objects +"
                                                + " :objects <= capacity_objects")
                                .bind("objects", objects)
                                .bind("shard", shard)
                                .execute());
    }
}
