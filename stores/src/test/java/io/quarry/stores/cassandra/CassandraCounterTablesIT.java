package io.quarry.stores.cassandra;

import static io.quarry.stores.contract.Samples.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.quarry.stores.contract.Samples;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables of counters take what counters are made of, from the role that gateways have. */
class CassandraCounterTablesIT {
    private final NamespaceRef namespace = Samples.namespace();
    private final TestShard shard = new TestShard(InstantSource.system());
    private final CassandraSession session =
            new CassandraSession(TestShard.dataConfig(TestShard.endpoint()));

    @BeforeEach
    void make() {
        shard.structure().provisioner().ensure(namespace, Layout.counter(), soon());
    }

    @AfterEach
    void drop() {
        shard.structure().provisioner().drop(namespace, soon());
        shard.close();
        session.close();
    }

    private Row row(String cql) {
        Row row = session.execute(SimpleStatement.newInstance(cql), namespace, soon()).one();
        assertThat(row).as(cql).isNotNull();
        return row;
    }

    private void run(String cql) {
        var _ = session.execute(SimpleStatement.newInstance(cql), namespace, soon());
    }

    @Test
    void an_event_that_is_added_twice_is_one_row_that_expires_after_seven_days() {
        String events = "quarry." + namespace.structure() + "_events";
        for (int i = 0; i < 2; i++) {
            run(
                    "INSERT INTO "
                            + events
                            + " (id, time_bucket, event_bucket, generation, nonce, delta) VALUES"
                            + " (0x61, 20000, 0, 1764201600000000, 7, -3)");
        }
        assertThat(row("SELECT count(*) FROM " + events).getLong(0)).isOne();
        Row event = row("SELECT delta, TTL(delta) FROM " + events);
        assertThat(event.getLong(0)).isEqualTo(-3);
        assertThat(event.getInt(1)).isBetween(604_800 - 60, 604_800);
    }

    @Test
    void a_checkpoint_stays() {
        String checkpoints = "quarry." + namespace.structure() + "_checkpoints";
        run(
                "INSERT INTO "
                        + checkpoints
                        + " (id, count, last_rollup, last_write) VALUES (0x61, 12, 2, 1)");
        Row checkpoint =
                row("SELECT count, last_rollup, last_write, TTL(count) FROM " + checkpoints);
        assertThat(checkpoint.getLong(0)).isEqualTo(12);
        assertThat(checkpoint.getLong(1)).isEqualTo(2);
        assertThat(checkpoint.getLong(2)).isOne();
        assertThat(checkpoint.isNull(3)).isTrue();
    }
}
