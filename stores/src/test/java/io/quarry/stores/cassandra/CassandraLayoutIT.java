package io.quarry.stores.cassandra;

import static io.quarry.stores.contract.Samples.item;
import static io.quarry.stores.contract.Samples.now;
import static io.quarry.stores.contract.Samples.soon;
import static io.quarry.stores.contract.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.quarry.stores.contract.Samples;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies in Cassandra, and what its roles and its absence do. */
class CassandraLayoutIT {
    private final NamespaceRef namespace = Samples.namespace();
    private final RecordId record = Samples.record(namespace);
    private final TestShard shard = new TestShard(InstantSource.system());
    private final CassandraSession session =
            new CassandraSession(TestShard.dataConfig(TestShard.endpoint()));

    @BeforeEach
    void make() {
        shard.structure().provisioner().ensure(namespace, Layout.keyValue(), soon());
    }

    @AfterEach
    void drop() {
        shard.structure().provisioner().drop(namespace, soon());
        shard.close();
        session.close();
    }

    private Row row(String cql) {
        Row row = session.execute(SimpleStatement.newInstance(cql), namespace, soon()).one();
        assertThat(row).isNotNull();
        return row;
    }

    @Test
    void the_engine_collects_an_hour_after_expiry_and_stamps_with_the_generation() {
        long generation = now();
        Instant expiresAt = Instant.now().plusSeconds(600);
        shard.data()
                .keyValue()
                .put(record, List.of(item("k", "v", version(generation), expiresAt)), soon());
        Row row =
                row(
                        "SELECT TTL(head), TTL(value), WRITETIME(head), WRITETIME(value) FROM quarry."
                                + namespace.structure());
        assertThat(row.getInt(0))
                .isBetween(600 + 3_600 - 10, 600 + 3_600 + 1)
                .isEqualTo(row.getInt(1));
        assertThat(row.getLong(2)).isEqualTo(generation).isEqualTo(row.getLong(3));
    }

    @Test
    void deletions_are_remembered_for_48_hours() {
        Row row =
                row(
                        "SELECT gc_grace_seconds FROM system_schema.tables WHERE keyspace_name = 'quarry' AND table_name = '"
                                + namespace.structure()
                                + "'");
        assertThat(Duration.ofSeconds(row.getInt(0))).isEqualTo(Duration.ofHours(48));
    }

    @Test
    void the_role_for_data_cannot_change_structure() {
        assertThatThrownBy(
                        () ->
                                shard.data()
                                        .provisioner()
                                        .ensure(Samples.namespace(), Layout.keyValue(), soon()))
                .isInstanceOf(StoreException.Rejected.class);
        assertThatThrownBy(() -> shard.data().provisioner().drop(namespace, soon()))
                .isInstanceOf(StoreException.Rejected.class);
        assertThat(shard.structure().provisioner().exists(namespace, soon())).isTrue();
    }

    @Test
    void a_cluster_that_is_away_costs_a_caller_no_more_than_its_deadline() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        InetSocketAddress away = new InetSocketAddress(InetAddress.getLoopbackAddress(), nobody);
        try (CassandraShard dead = TestShard.dataThrough(away)) {
            Deadline generous = Deadline.after(Duration.ofSeconds(5));
            assertThatThrownBy(
                            () ->
                                    dead.keyValue()
                                            .read(
                                                    record,
                                                    Slice.of(Samples.key("k"), Include.VALUES),
                                                    Deadline.after(Duration.ofMillis(300))))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.retryable()).isTrue());
            assertThat(generous.expired()).isFalse();
            assertThat(dead.connected()).isFalse();
        }
    }

    @Test
    void a_cluster_that_comes_back_is_used_again() throws Exception {
        try (CountingProxy first = new CountingProxy(TestShard.endpoint());
                CassandraShard through = TestShard.dataThrough(first.address())) {
            Slice slice = Slice.first(KeyRange.all(), 1, 1_000, Include.KEYS);
            assertThat(through.keyValue().read(record, slice, soon()).items()).isEmpty();
            first.cut();
            Deadline patience = soon();
            boolean back = false;
            while (!back && !patience.expired()) {
                try {
                    back =
                            through.keyValue()
                                    .read(record, slice, Deadline.after(Duration.ofSeconds(2)))
                                    .items()
                                    .isEmpty();
                } catch (StoreException e) {
                    assertThat(e.retryable()).isTrue();
                }
            }
            assertThat(back).isTrue();
        }
    }
}
