package io.quarry.worker;

import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.CounterMode;
import io.quarry.metadata.namespace.CounterSpec;
import io.quarry.metadata.namespace.DatasetSpec;
import io.quarry.metadata.namespace.DatasetType;
import io.quarry.metadata.namespace.FieldType;
import io.quarry.metadata.namespace.IsoDuration;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.RelationalSpec;
import io.quarry.metadata.namespace.SearchField;
import io.quarry.metadata.namespace.SearchSpec;
import io.quarry.metadata.namespace.TimeSeriesSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Wishes that say something. */
final class Specs {
    /** One table on Cassandra, where all kills are tried always. */
    static final String CASSANDRA = "cassandra";

    /** Tables on Cassandra that have to hear of changes. */
    static final String SERIES = "series";

    static final String RELATIONAL = "relational";

    /** Documents with one field. */
    static final NamespaceSpec SEARCH =
            with(
                    NamespaceSpec.of(Abstraction.SEARCH),
                    "",
                    null,
                    Map.of(),
                    null,
                    new SearchSpec(Map.of("title", new SearchField(FieldType.TEXT, null, null))),
                    null,
                    null);

    /** Counts that are on memcached, or on Cassandra. */
    static NamespaceSpec counter(CounterMode mode) {
        NamespaceSpec least = NamespaceSpec.of(Abstraction.COUNTER);
        return with(least, "", null, Map.of(), null, null, new CounterSpec(mode), null);
    }

    /** Records of one type. */
    static NamespaceSpec dataset() {
        DatasetType type = new DatasetType(Map.of("i", "int"), List.of("i"));
        return with(
                NamespaceSpec.of(Abstraction.DATASET),
                "",
                null,
                Map.of(),
                null,
                null,
                null,
                new DatasetSpec(Map.of("A", type), 10));
    }

    /**
     * By what their names begin with: of each engine, and where it is held in two ways, of both.
     */
    static SequencedMap<String, NamespaceSpec> ofEachEngine() {
        SequencedMap<String, NamespaceSpec> all = new LinkedHashMap<>();
        all.put(CASSANDRA, NamespaceSpec.keyValue());
        all.put(SERIES, NamespaceSpec.of(Abstraction.TIME_SERIES));
        all.put(RELATIONAL, NamespaceSpec.of(Abstraction.RELATIONAL));
        all.put("search", SEARCH);
        all.put("cache", NamespaceSpec.of(Abstraction.CACHE));
        all.put("object", NamespaceSpec.of(Abstraction.OBJECT));
        return all;
    }

    /** Events of thirty days, that may come two days late. */
    private static final TimeSeriesSpec LATER =
            new TimeSeriesSpec(IsoDuration.of("P30D"), IsoDuration.of("P2D"));

    /** Of a database that fewer are let into than by default. */
    private static final RelationalSpec FEWER =
            new RelationalSpec(
                    9,
                    RelationalSpec.DEFAULT.statementTimeout(),
                    RelationalSpec.DEFAULT.storageBytes());

    private Specs() {}

    /** Described, and with a change that the store has to know of, where there is such. */
    static NamespaceSpec changed(NamespaceSpec was, String description) {
        SearchSpec search = was.search();
        IsoDuration ttl =
                was.abstraction() == Abstraction.OBJECT
                        ? IsoDuration.of(Duration.ofDays(30))
                        : was.ttl();
        return with(
                was,
                description,
                ttl,
                was.labels(),
                was.abstraction() == Abstraction.RELATIONAL ? FEWER : was.relational(),
                search == null ? null : more(search),
                was.counter(),
                was.dataset());
    }

    static NamespaceSpec labelled(NamespaceSpec was, Map<String, String> labels) {
        return with(
                was,
                was.description(),
                was.ttl(),
                labels,
                was.relational(),
                was.search(),
                was.counter(),
                was.dataset());
    }

    private static SearchSpec more(SearchSpec search) {
        Map<String, SearchField> fields = new HashMap<>(search.fields());
        fields.put("added", new SearchField(FieldType.LONG, null, null));
        return new SearchSpec(fields);
    }

    private static NamespaceSpec with(
            NamespaceSpec was,
            String description,
            @Nullable IsoDuration ttl,
            Map<String, String> labels,
            @Nullable RelationalSpec relational,
            @Nullable SearchSpec search,
            @Nullable CounterSpec counter,
            @Nullable DatasetSpec dataset) {
        return new NamespaceSpec(
                was.abstraction(),
                description,
                was.workload(),
                was.writes(),
                was.consistency(),
                was.durability(),
                ttl,
                was.cache(),
                was.engine(),
                was.isolation(),
                labels,
                was.deletionProtection(),
                relational,
                search,
                was.object(),
                counter,
                dataset,
                was.abstraction() == Abstraction.TIME_SERIES && !description.isEmpty()
                        ? LATER
                        : was.timeSeries());
    }
}
