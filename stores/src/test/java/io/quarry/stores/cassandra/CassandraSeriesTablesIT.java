package io.quarry.stores.cassandra;

import static io.quarry.stores.contract.Samples.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.quarry.stores.contract.Samples;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The slices of a time-series namespace, as time goes on and as its planner thinks anew. */
class CassandraSeriesTablesIT {
    private static final Instant START = Instant.parse("2026-01-01T01:00:00Z");

    private final NamespaceRef namespace = Samples.namespace();
    private final TestShard shard = new TestShard(InstantSource.system());
    private final CassandraSession session =
            new CassandraSession(TestShard.dataConfig(TestShard.endpoint()));

    @AfterEach
    void drop() {
        shard.structure().provisioner().drop(namespace, soon());
        assertThat(slices()).isEmpty();
        shard.close();
        session.close();
    }

    private void ensure(Instant now, Duration slice, int eventBuckets) {
        shard.structure()
                .provisioner()
                .ensure(
                        namespace,
                        new Layout.TimeSeries(
                                now, now.plus(slice), slice, Duration.ofHours(1), eventBuckets),
                        soon());
    }

    /** What stands behind the structure's name, and each table's comment. */
    private List<String> slices() {
        AsyncResultSet answer =
                session.execute(
                        SimpleStatement.newInstance(
                                "SELECT table_name, comment FROM system_schema.tables WHERE"
                                        + " keyspace_name = 'quarry'"),
                        namespace,
                        soon());
        List<String> found = new ArrayList<>();
        String prefix = namespace.structure() + "_";
        for (Row row : answer.currentPage()) {
            String name = String.valueOf(row.getString(0));
            if (name.startsWith(prefix)) {
                found.add(name.substring(prefix.length()) + " " + row.getString(1));
            }
        }
        return found.stream().sorted().toList();
    }

    @Test
    void slices_follow_one_another_and_stay_as_they_were_cut() {
        ensure(START, Duration.ofDays(1), 1);
        ensure(START, Duration.ofDays(1), 1);
        String cut = " {\"time_bucket_seconds\": 3600, \"event_buckets\": %d}";
        assertThat(slices())
                .containsExactly("s490896x24" + cut.formatted(1), "s490920x24" + cut.formatted(1));
        ensure(START.plus(Duration.ofDays(1)), Duration.ofDays(2), 4);
        assertThat(slices())
                .containsExactly(
                        "s490896x24" + cut.formatted(1),
                        "s490920x24" + cut.formatted(1),
                        "s490944x48" + cut.formatted(4));
        assertThat(shard.structure().provisioner().list(namespace.uid(), soon()))
                .containsExactly(namespace);
    }

    @Test
    void an_event_that_is_written_twice_is_one_row_and_the_newest_comes_first() {
        ensure(START, Duration.ofDays(1), 1);
        String table = "quarry." + namespace.structure() + "_s490896x24";
        for (int at : new int[] {1, 2, 2}) {
            var _ =
                    session.execute(
                            SimpleStatement.newInstance(
                                    "INSERT INTO %s (series, time_bucket, event_bucket, at, event, key, value) VALUES (0x61, 490896, 0, %d, 0x62, 0x63, 0x64)"
                                            .formatted(table, at)),
                            namespace,
                            soon());
        }
        AsyncResultSet rows =
                session.execute(
                        SimpleStatement.newInstance("SELECT at FROM " + table), namespace, soon());
        List<Long> times = new ArrayList<>();
        rows.currentPage().forEach(row -> times.add(row.getLong(0)));
        assertThat(times).containsExactly(2L, 1L);
    }
}
