package io.quarry.stores.cassandra;

import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.TimeSlice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of a namespace at one epoch: {@code <uid>_<epoch>} where there is one, {@code
 * <uid>_<epoch>_<part>} where there are several. Cassandra allows 48 characters, of which uid and
 * epoch take 31 at most.
 *
 * @param name as it stands in statements
 * @param columns with the primary key
 * @param options besides its id
 */
record CassandraTable(String name, String columns, List<String> options) {
    /** The part of a table that takes only lightweight transactions. */
    static final String CONDITIONAL = "_conditional";

    private static final Pattern NAME = Pattern.compile("(.+?_[0-9]+)(_[a-z0-9]{1,16})?");

    CassandraTable {
        options = List.copyOf(options);
    }

    /**
     * All that the layout wants, or as much of it as is not there.
     *
     * @param there the names of the namespace's tables at that epoch
     */
    static List<CassandraTable> of(
            NamespaceRef namespace, Layout layout, Collection<String> there) {
        return switch (layout) {
            case Layout.KeyValue(Duration remembered) -> List.of(records(namespace, remembered));
            case Layout.Conditional(Duration remembered) ->
                    List.of(conditional(namespace, remembered));
            case Layout.Counter(Duration kept) ->
                    List.of(checkpoints(namespace), counterEvents(namespace, kept));
            case Layout.TimeSeries series ->
                    TimeSlice.missing(slices(namespace, there), series).stream()
                            .map(slice -> events(namespace, slice, series))
                            .toList();
        };
    }

    /** Whose table it is, or null where the name is not one of ours. */
    static @Nullable NamespaceRef namespace(String table) {
        Matcher matcher = NAME.matcher(table);
        return matcher.matches() ? NamespaceRef.ofStructure(matcher.group(1)) : null;
    }

    String create(String keyspace) {
        return "CREATE TABLE IF NOT EXISTS %s.%s (%s) WITH ID = '%s' AND %s"
                .formatted(keyspace, name, columns, id(keyspace), String.join(" AND ", options));
    }

    private UUID id(String keyspace) {
        String named = "quarry/" + keyspace + "/" + name;
        return UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8));
    }

    /** Small compression chunks, since most reads want one item of about a kilobyte. */
    private static CassandraTable records(NamespaceRef namespace, Duration deletionsRemembered) {
        return new CassandraTable(
                namespace.structure(),
                "id blob, key blob, head blob, value blob, PRIMARY KEY (id, key)",
                List.of(
                        graceOf(deletionsRemembered),
                        "compaction = {'class': 'UnifiedCompactionStrategy'}",
                        "compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 4}"));
    }

    /**
     * Records of which every write is a lightweight transaction. The part of its name keeps it
     * apart: a statement without a condition finds no table.
     */
    private static CassandraTable conditional(NamespaceRef namespace, Duration remembered) {
        return new CassandraTable(
                namespace.structure() + CONDITIONAL,
                "id blob, key blob, version blob, expires bigint, head blob, value blob, PRIMARY"
                        + " KEY (id, key)",
                List.of(
                        graceOf(remembered),
                        "compaction = {'class': 'UnifiedCompactionStrategy'}",
                        "compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 4}"));
    }

    /** One small row a counter, read on each get. */
    private static CassandraTable checkpoints(NamespaceRef namespace) {
        return new CassandraTable(
                namespace.structure() + "_checkpoints",
                "id blob PRIMARY KEY, count bigint, last_rollup bigint, last_write bigint",
                List.of(
                        graceOf(Layout.DELETIONS_REMEMBERED),
                        "compaction = {'class': 'UnifiedCompactionStrategy'}",
                        "compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 4}"));
    }

    /**
     * Events in the order of their tokens. They expire together with those of their day, whose
     * SSTable is then dropped whole.
     */
    private static CassandraTable counterEvents(NamespaceRef namespace, Duration kept) {
        return new CassandraTable(
                namespace.structure() + "_events",
                "id blob, time_bucket bigint, event_bucket int, generation bigint, nonce bigint,"
                        + " delta bigint, PRIMARY KEY ((id, time_bucket, event_bucket), generation,"
                        + " nonce)",
                List.of(
                        graceOf(Layout.DELETIONS_REMEMBERED),
                        "default_time_to_live = " + kept.toSeconds(),
                        "compaction = {'class': 'TimeWindowCompactionStrategy',"
                                + " 'compaction_window_unit': 'DAYS', 'compaction_window_size': 1}",
                        "compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 16}"));
    }

    /** The name of the table that holds a slice. */
    static String slice(NamespaceRef namespace, TimeSlice slice) {
        return namespace.structure() + "_" + CassandraSlice.part(slice);
    }

    /** The slices among the namespace's tables at that epoch, in no order. */
    static List<TimeSlice> slices(NamespaceRef namespace, Collection<String> there) {
        String prefix = namespace.structure() + "_";
        return there.stream()
                .filter(name -> name.startsWith(prefix))
                .flatMap(
                        name ->
                                Stream.ofNullable(
                                        CassandraSlice.ofPart(name.substring(prefix.length()))))
                .toList();
    }

    /**
     * Events of one slice, the newest of a partition first. How its partitions are cut is in the
     * table's comment, for those that come later may be cut in another way. Nothing in it expires:
     * the table is dropped.
     */
    private static CassandraTable events(
            NamespaceRef namespace, TimeSlice slice, Layout.TimeSeries series) {
        return new CassandraTable(
                slice(namespace, slice),
                "series blob, time_bucket bigint, event_bucket int, at bigint, event blob, key"
                        + " blob, value blob, PRIMARY KEY ((series, time_bucket, event_bucket), at,"
                        + " event, key)",
                List.of(
                        "CLUSTERING ORDER BY (at DESC, event ASC, key ASC)",
                        "comment = '{\"time_bucket_seconds\": %d, \"event_buckets\": %d}'"
                                .formatted(series.timeBucket().toSeconds(), series.eventBuckets()),
                        graceOf(Layout.DELETIONS_REMEMBERED),
                        "compaction = {'class': 'UnifiedCompactionStrategy'}",
                        "compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 16}"));
    }

    private static String graceOf(Duration deletionsRemembered) {
        return "gc_grace_seconds = " + deletionsRemembered.toSeconds();
    }
}
