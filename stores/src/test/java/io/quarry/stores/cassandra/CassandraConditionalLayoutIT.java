package io.quarry.stores.cassandra;

import static io.quarry.stores.contract.Samples.item;
import static io.quarry.stores.contract.Samples.key;
import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.quarry.stores.contract.Samples;
import io.quarry.stores.spi.Attempt;
import io.quarry.stores.spi.Condition;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What compare-and-set leaves in Cassandra, and what it takes. */
class CassandraConditionalLayoutIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long REMEMBERED = Duration.ofHours(49).toSeconds();
    private static final long LEEWAY_SECONDS = 20;

    private final NamespaceRef namespace = Samples.namespace();
    private final RecordId record = Samples.record(namespace);
    private final TestShard shard = new TestShard(InstantSource.system());
    private final ConditionalStore store = shard.data().conditional();
    private final CassandraSession session =
            new CassandraSession(TestShard.dataConfig(TestShard.endpoint()));

    @BeforeEach
    void make() {
        shard.structure().provisioner().ensure(namespace, Layout.conditional(), soon());
    }

    @AfterEach
    void drop() {
        shard.structure().provisioner().drop(namespace, soon());
        shard.close();
        session.close();
    }

    private Row row(String columns) {
        String cql =
                "SELECT %s FROM quarry.%s_conditional".formatted(columns, namespace.structure());
        Row row = session.execute(SimpleStatement.newInstance(cql), namespace, soon()).one();
        assertThat(row).isNotNull();
        return row;
    }

    @Test
    void cassandra_stamps_with_its_own_clock_and_all_cells_alike() {
        long longAgo = now() - Duration.ofHours(3).toSeconds() * 1_000_000;
        long before = now();
        store.put(record, item("k", "v", version(longAgo)), new Condition.Absent(), soon());
        Row row = row("WRITETIME(version), WRITETIME(head), WRITETIME(value), TTL(head)");
        assertThat(row.getLong(0))
                .isGreaterThan(before - 1_000_000)
                .isEqualTo(row.getLong(1))
                .isEqualTo(row.getLong(2));
        assertThat(row.isNull(3)).isTrue();
    }

    @Test
    void a_deletion_is_a_row_that_is_collected_when_it_may_be_forgotten() {
        Version one = version(now());
        Version two = version(one.generation() + 1);
        store.put(record, item("k", "v", one), new Condition.Absent(), soon());
        store.delete(record, key("k"), two, new Condition.Is(one), soon());
        Row row = row("TTL(version), TTL(head), expires");
        assertThat((long) row.getInt(0))
                .isBetween(REMEMBERED - LEEWAY_SECONDS, REMEMBERED + 1)
                .isEqualTo(row.getInt(1));
        assertThat(row.getLong(2)).isZero();
    }

    @Test
    void an_item_with_an_expiry_is_collected_when_its_version_may_be_forgotten() {
        Instant expiresAt = Instant.now().plus(HOUR);
        store.put(
                record, item("k", "v", version(now()), expiresAt), new Condition.Absent(), soon());
        assertThat((long) row("TTL(head)").getInt(0))
                .isBetween(
                        HOUR.toSeconds() + REMEMBERED - LEEWAY_SECONDS,
                        HOUR.toSeconds() + REMEMBERED + 1);
    }

    @Test
    void a_write_whose_guess_is_right_is_one_statement() {
        Version one = version(now());
        Version two = version(one.generation() + 1);
        Version three = version(one.generation() + 2);
        Version four = version(one.generation() + 3);
        store.put(record, item("k", "v", one), new Condition.Absent(), soon());
        long before = shard.data().statements();
        store.put(record, item("k", "v", two), new Condition.Is(one), soon());
        assertThat(shard.data().statements() - before).isEqualTo(1);
        store.delete(record, key("k"), three, new Condition.Is(two), soon());
        assertThat(shard.data().statements() - before).isEqualTo(2);
        store.put(record, item("k", "v", four), new Condition.Absent(), soon());
        assertThat(shard.data().statements() - before).as("after a deletion").isEqualTo(4);
    }

    @Test
    void a_write_whose_answer_is_lost_times_out_and_its_repetition_finds_it() throws Exception {
        Condition absent = new Condition.Absent();
        Version mine = version(now());
        try (CountingProxy between = new CountingProxy(TestShard.endpoint());
                CassandraShard through = TestShard.dataThrough(between.address())) {
            through.conditional().put(record, item("other", "v", mine), absent, soon());
            between.loseAnswers();
            assertThatThrownBy(
                            () ->
                                    through.conditional()
                                            .put(
                                                    record,
                                                    item("k", "v", mine),
                                                    absent,
                                                    Deadline.after(Duration.ofSeconds(1))))
                    .isInstanceOf(StoreException.TimedOut.class);
        }
        assertThat(store.put(record, item("k", "v", mine), absent, soon()))
                .isEqualTo(new Attempt.Done());
        assertThat(
                        store.put(
                                record,
                                item("k", "w", version(mine.generation() + 1)),
                                new Condition.Is(mine),
                                soon()))
                .isEqualTo(new Attempt.Done());
    }

    @Test
    void the_table_takes_no_statement_of_the_other_kind() {
        assertThatThrownBy(
                        () ->
                                shard.data()
                                        .keyValue()
                                        .read(record, Slice.of(key("k"), Include.KEYS), soon()))
                .isInstanceOf(StoreException.Missing.class);
    }
}
