package io.quarry.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraTableTest {
    private static final String UID = "k3v9x2m4q7w1z8n5b6c0";
    private static final NamespaceRef LONGEST = new NamespaceRef(UID, Integer.MAX_VALUE);

    /** From the 1st of January 2026, 1:00, for a day and an hour. */
    private static final Layout.TimeSeries SERIES =
            new Layout.TimeSeries(
                    Instant.parse("2026-01-01T01:00:00Z"),
                    Instant.parse("2026-01-02T02:00:00Z"),
                    Duration.ofDays(1),
                    Duration.ofHours(1),
                    4);

    @Test
    void a_series_has_a_table_for_each_slice_that_is_not_there() {
        NamespaceRef namespace = new NamespaceRef(UID, 12);
        assertThat(names(namespace, SERIES))
                .containsExactly(UID + "_12_s490896x24", UID + "_12_s490920x24");
        assertThat(CassandraTable.of(namespace, SERIES, List.of(UID + "_12_s490896x24")))
                .extracting(CassandraTable::name)
                .containsExactly(UID + "_12_s490920x24");
        assertThat(CassandraTable.of(namespace, SERIES, List.of()).getFirst().create("quarry"))
                .contains(
                        "CLUSTERING ORDER BY (at DESC, event ASC, key ASC)",
                        "{\"time_bucket_seconds\": 3600, \"event_buckets\": 4}");
    }

    @Test
    void a_counter_has_two_tables_and_a_record_one() {
        NamespaceRef namespace = new NamespaceRef(UID, 12);
        assertThat(names(namespace, Layout.keyValue())).containsExactly(UID + "_12");
        assertThat(names(namespace, Layout.conditional())).containsExactly(UID + "_12_conditional");
        assertThat(names(namespace, Layout.counter()))
                .containsExactly(UID + "_12_checkpoints", UID + "_12_events");
    }

    @Test
    void every_name_is_one_that_cassandra_takes_and_tells_whose_it_is() {
        for (Layout layout :
                List.of(Layout.keyValue(), Layout.conditional(), Layout.counter(), SERIES)) {
            assertThat(names(LONGEST, layout))
                    .allSatisfy(
                            name -> {
                                assertThat(name).matches("[a-z][a-z0-9_]{0,47}");
                                assertThat(CassandraTable.namespace(name)).isEqualTo(LONGEST);
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "k3v9x2m4q7w1z8n5b6c0",
                "k3v9x2m4q7w1z8n5b6c0_",
                "k3v9x2m4q7w1z8n5b6c0_0",
                "k3v9x2m4q7w1z8n5b6c0_1_",
                "k3v9x2m4q7w1z8n5b6c0_1_a_b",
                "k3v9x2m4q7w1z8n5b6c0_events",
                "xk3v9x2m4q7w1z8n5b6c0_1"
            })
    void what_is_not_ours_is_left_alone(String table) {
        assertThat(CassandraTable.namespace(table)).isNull();
    }

    @Test
    void events_go_with_their_day() {
        String create =
                CassandraTable.of(LONGEST, Layout.counter(), List.of()).getLast().create("quarry");
        assertThat(create)
                .startsWith("CREATE TABLE IF NOT EXISTS quarry." + UID + "_2147483647_events (")
                .contains("default_time_to_live = 604800", "'compaction_window_unit': 'DAYS'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Layout.Counter(Duration.ofHours(36)));
    }

    private static List<String> names(NamespaceRef namespace, Layout layout) {
        return CassandraTable.of(namespace, layout, List.of()).stream()
                .map(CassandraTable::name)
                .toList();
    }
}
