package io.quarry.metadata.shard;

import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which cluster each shard is, by marks that its servers call themselves by and no other cluster
 * has; within the worker's transactions. Two shards in one cluster would promise its room twice, so
 * there are none, unless the installation allows it.
 */
@ApplicationScoped
public class ShardIdentities {
    private static final String TWIN =
            """
            SELECT i.shard FROM shard_identity i JOIN shard s ON s.id = i.shard
            WHERE i.shard <> :shard AND s.state <> 'RETIRED' AND i.marks && :marks::text[]
            AND s.engine = (SELECT engine FROM shard WHERE id = :shard) ORDER BY i.shard LIMIT 1
            """;

    private static final String KEEP =
            """
            INSERT INTO shard_identity (shard, marks)
            SELECT id, :marks::text[] FROM shard WHERE id = :shard AND state <> 'RETIRED'
            ON CONFLICT (shard) DO UPDATE SET marks = excluded.marks, seen_at = now()
            WHERE shard_identity.marks <> excluded.marks
            """;

    private final Sql sql;
    private final boolean sameCluster;

    ShardIdentities(Sql sql, ProviderConfig providers) {
        this.sql = sql;
        this.sameCluster = providers.sameCluster();
    }

    /**
     * Takes the cluster for the shard.
     *
     * @return the shard that is this cluster already; empty if there is none, and it is taken
     */
    public Optional<String> take(String shard, Set<String> marks) {
        Optional<String> twin = twin(shard, marks);
        if (twin.isEmpty()) {
            keep(shard, marks);
        }
        return twin;
    }

    /**
     * Compares the cluster that answers with the one that was taken. Of a cluster whose nodes were
     * replaced one after the other the new ones are remembered; one of which nothing is known is
     * taken, unless another shard is it.
     *
     * @return why it is another; empty if it is the same
     */
    public Optional<String> recognise(String shard, Set<String> marks) {
        Set<String> known = marks(shard);
        if (known.isEmpty()) {
            Optional<String> _ = take(shard, marks);
            return Optional.empty();
        }
        if (known.stream().noneMatch(marks::contains)) {
            return Optional.of(
                    "another cluster answers than the one that was taken into use: it calls itself "
                            + told(marks)
                            + " and not "
                            + told(known));
        }
        if (!known.equals(marks)) {
            keep(shard, marks);
        }
        return Optional.empty();
    }

    private Optional<String> twin(String shard, Set<String> marks) {
        if (sameCluster) {
            return Optional.empty();
        }
        // two that are asked at once are compared one after the other
        sql.lock("shard identities");
        return sql.here(
                handle ->
                        handle.createQuery(TWIN)
                                .bind("shard", shard)
                                .bind("marks", array(marks))
                                .mapTo(String.class)
                                .findOne());
    }

    private void keep(String shard, Set<String> marks) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(KEEP)
                                        .bind("shard", shard)
                                        .bind("marks", array(marks))
                                        .execute());
    }

    private Set<String> marks(String shard) {
        return sql.here(
                handle ->
                        new TreeSet<>(
                                handle.createQuery(
                                                "SELECT unnest(marks) FROM shard_identity WHERE shard ="
                                                        + " :shard")
                                        .bind("shard", shard)
                                        .mapTo(String.class)
                                        .list()));
    }

    private static String[] array(Set<String> marks) {
        return new TreeSet<>(marks).toArray(String[]::new);
    }

    private static String told(Set<String> marks) {
        return String.join(", ", new TreeSet<>(marks));
    }
}
