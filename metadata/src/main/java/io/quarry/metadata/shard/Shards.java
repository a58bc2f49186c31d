package io.quarry.metadata.shard;

import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The fleet. */
@ApplicationScoped
public class Shards {
    private final Tenancy tenancy;
    private final Sql sql;

    Shards(Tenancy tenancy, Sql sql) {
        this.tenancy = tenancy;
        this.sql = sql;
    }

    /** The shard, if there is one; seen from within any transaction. */
    public Optional<Shard> find(String id) {
        return tenancy.any(() -> ShardRow.<ShardRow>findByIdOptional(id).map(ShardRow::toShard));
    }

    /** All shards that are not retired, by id; seen from within any transaction. */
    public List<Shard> list() {
        return tenancy.any(
                () ->
                        sql.here(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT * FROM shard WHERE state <>"
                                                                + " 'RETIRED' ORDER BY id")
                                                .map(new ShardMapper())
                                                .list()));
    }

    /**
     * How many copies the shard keeps, or can keep, as last measured, and why it is impaired; seen
     * from within any transaction. Neither is there where nothing was measured.
     */
    public Promised promised(String id) {
        return tenancy.any(
                () ->
                        sql.here(
                                handle ->
                                        handle.createQuery(
                                                        "SELECT replication, impaired FROM shard"
                                                                + " WHERE id = :id")
                                                .bind("id", id)
                                                .map((row, _) -> Promised.of(row))
                                                .findOne()
                                                .orElse(Promised.NOTHING)));
    }

    /**
     * Makes the shard known, or updates what is said of it; its reservations stay. For the worker.
     */
    public Shard register(Shard shard) {
        return tenancy.system(
                () -> {
                    ShardRow row = ShardRow.findById(shard.id());
                    if (row == null) {
                        row = new ShardRow();
                        row.id = shard.id();
                    }
                    row.become(shard);
                    row.persistAndFlush();
                    return row.toShard();
                });
    }
}
