package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import io.quarry.stores.cassandra.CassandraStatements.Shape;
import io.quarry.stores.spi.Attempt;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Condition;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.Standing;
import io.quarry.stores.spi.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compare-and-set on Cassandra: every write is one lightweight transaction on one row, which is
 * guessed to be as the condition wants it. Only where the guess is wrong, and what is found lets
 * the write go on all the same, is there a second one: after a deletion or an expiry. A deletion is
 * a row whose item has always been expired, so that its version stays to be compared with.
 */
final class CassandraConditionalStore implements ConditionalStore {
    private final CassandraSession session;
    private final CassandraStatements statements;
    private final InstantSource clock;
    private final CassandraTableReader reader;

    CassandraConditionalStore(CassandraSession session, String keyspace, InstantSource clock) {
        this.session = session;
        this.statements = CassandraStatements.conditional(session, keyspace);
        this.clock = clock;
        this.reader = new CassandraTableReader(session, statements, clock);
    }

    @Override
    public Attempt put(RecordId record, Item item, Condition condition, Deadline deadline) {
        reader.sizes(record.namespace()).seen(item.bytes());
        return write(record, item, condition, deadline);
    }

    @Override
    public Attempt delete(
            RecordId record,
            Bytes key,
            Version version,
            Condition.Is condition,
            Deadline deadline) {
        Item deletion = new Item(key, Bytes.EMPTY.buffer(), "", Map.of(), version, Instant.EPOCH);
        return write(record, deletion, condition, deadline);
    }

    @Override
    public Page<Item> read(RecordId record, Slice slice, Deadline deadline) {
        return reader.read(record, slice, deadline);
    }

    @Override
    public Page<RecordId> records(
            NamespaceRef namespace, Segment segment, Slice slice, Deadline deadline) {
        return reader.records(namespace, segment, slice, deadline);
    }

    private Attempt write(RecordId record, Item item, Condition condition, Deadline deadline) {
        return reader.call(
                record.namespace(),
                () -> {
                    Standing found =
                            switch (condition) {
                                case Condition.Absent _ -> null;
                                case Condition.Is(Version version) -> new Standing(version, true);
                            };
                    if (condition.judge(item.version(), found) != Condition.Verdict.WRITE) {
                        found = standing(record, item.key(), deadline);
                    }
                    while (true) {
                        switch (condition.judge(item.version(), found)) {
                            case DONE -> {
                                return new Attempt.Done();
                            }
                            case REFUSE -> {
                                return new Attempt.Refused(found);
                            }
                            case WRITE -> {
                                Row answer = follow(record, item, found, deadline);
                                if (answer == null || answer.getBoolean(0)) {
                                    return new Attempt.Done();
                                }
                                found = standing(answer);
                            }
                        }
                    }
                });
    }

    /** One lightweight transaction; its answer says whether it was applied, else what is there. */
    private @Nullable Row follow(
            RecordId record, Item item, @Nullable Standing found, Deadline deadline) {
        Instant now = clock.instant();
        CassandraItems.Cells cells = CassandraItems.encode(item);
        BoundStatementBuilder bound =
                statements
                        .bind(
                                record.namespace(),
                                found == null ? Shape.CREATE : Shape.FOLLOW,
                                deadline)
                        .setInt(0, CassandraExpiry.ttl(forgottenAt(item, now), now))
                        .setBytesUnsafe(1, bytes(item.version()))
                        .setLong(2, expires(item))
                        .setBytesUnsafe(3, cells.head())
                        .setBytesUnsafe(4, cells.value())
                        .setBytesUnsafe(5, record.id().buffer())
                        .setBytesUnsafe(6, item.key().buffer());
        if (found != null) {
            bound.setBytesUnsafe(7, bytes(found.version()));
            // what is dead stays dead, so its version says enough
            var _ = bound.setLong(8, found.live() ? micros(now) : Long.MIN_VALUE);
        }
        return session.execute(bound.build(), record.namespace(), deadline).one();
    }

    private @Nullable Standing standing(RecordId record, Bytes key, Deadline deadline) {
        BoundStatement statement =
                statements
                        .bind(record.namespace(), Shape.STANDING, deadline)
                        .setBytesUnsafe(0, record.id().buffer())
                        .setBytesUnsafe(1, key.buffer())
                        .build();
        Row row = session.execute(statement, record.namespace(), deadline).one();
        return row == null ? null : standing(row);
    }

    /** An answer without these columns says that there is no row. */
    private @Nullable Standing standing(Row row) {
        ByteBuffer version =
                row.getColumnDefinitions().contains("version")
                        ? row.getBytesUnsafe("version")
                        : null;
        return version == null
                ? null
                : new Standing(
                        new Version(version.getLong(), version.getLong()),
                        row.getLong("expires") > micros(clock.instant()));
    }

    /** When the row may be collected, which is later than when its item is no longer returned. */
    private static @Nullable Instant forgottenAt(Item item, Instant now) {
        Instant expiresAt = item.expiresAt();
        if (expiresAt == null) {
            return null;
        }
        Instant dead = expiresAt.isBefore(now) ? now : expiresAt;
        return dead.plus(Layout.DELETIONS_REMEMBERED);
    }

    private static ByteBuffer bytes(Version version) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(version.generation())
                .putLong(version.nonce())
                .flip();
    }

    private static long expires(Item item) {
        Instant expiresAt = item.expiresAt();
        return expiresAt == null ? Long.MAX_VALUE : micros(expiresAt);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
