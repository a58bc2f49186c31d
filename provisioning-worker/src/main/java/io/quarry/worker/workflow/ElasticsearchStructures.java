package io.quarry.worker.workflow;

import io.quarry.metadata.capacity.Layout;
import io.quarry.metadata.namespace.FieldType;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.SearchSpec;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.elasticsearch.ElasticsearchConfig;
import io.quarry.stores.elasticsearch.ElasticsearchShard;
import io.quarry.stores.elasticsearch.ElasticsearchVitals;
import io.quarry.stores.elasticsearch.IndexShape;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Indices behind aliases, with the declared fields in as many shards as the planner chose. */
@ApplicationScoped
public class ElasticsearchStructures implements EngineStructures {
    private static final int SWEPT_AT_ONCE = 1_000;

    private final StructureLogins logins;
    private final HttpNodes nodes;

    ElasticsearchStructures(StructureLogins logins, HttpNodes nodes) {
        this.logins = logins;
        this.nodes = nodes;
    }

    @Override
    public Act open(Shard shard, Namespace namespace) {
        ElasticsearchShard reached = reach(shard);
        NamespaceRef index = EngineStructures.structure(namespace);
        IndexShape shape = shape(namespace);
        return Act.of(deadline -> reached.ensure(index, shape, deadline));
    }

    /** Only gateways come in, and the route tells them. */
    @Override
    public Act close(Shard shard, Namespace namespace) {
        return Act.nothing();
    }

    @Override
    public Act drop(Shard shard, Namespace namespace, Tally tally) {
        ElasticsearchShard reached = reach(shard);
        String uid = namespace.uid().value();
        return Act.of(deadline -> reached.drop(uid, deadline));
    }

    @Override
    public String probe(Shard shard, Deadline deadline) {
        return "Elasticsearch " + reach(shard).probe(deadline);
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        return reach(shard).identity(deadline);
    }

    /**
     * What a shard says of itself.
     *
     * @throws io.quarry.stores.spi.StoreException if it does not answer
     */
    public ElasticsearchVitals vitals(Shard shard, Deadline deadline) {
        return reach(shard).vitals(deadline);
    }

    /**
     * Removes what is left of deleted and expired documents that no late write can bring back.
     *
     * @param timeout of each call
     * @return how many
     * @throws io.quarry.stores.spi.StoreException if the shard does not answer
     */
    public long sweep(Shard shard, Namespace namespace, Clock clock, Duration timeout) {
        SearchStore store = reach(shard).search(clock);
        NamespaceRef index = EngineStructures.structure(namespace);
        long removed = 0;
        int found;
        do {
            found = store.sweep(index, SWEPT_AT_ONCE, Deadline.after(timeout));
            removed += found;
        } while (found == SWEPT_AT_ONCE && !Thread.currentThread().isInterrupted());
        return removed;
    }

    private ElasticsearchShard reach(Shard shard) {
        StructureLogins.Login login = logins.of(shard.credentialRef());
        return new ElasticsearchShard(
                new ElasticsearchConfig(shard.endpoints(), login.username(), login.password()),
                nodes);
    }

    private static IndexShape shape(Namespace namespace) {
        Layout layout = namespace.status().effective().layout();
        return new IndexShape(
                fields(namespace.spec().search()),
                Math.toIntExact(Objects.requireNonNullElse(layout.partitions(), 1L)),
                Math.max(0, layout.replication() - 1));
    }

    private static List<SearchField> fields(@Nullable SearchSpec search) {
        if (search == null) {
            return List.of();
        }
        return search.fields().entrySet().stream()
                .map(
                        field ->
                                new SearchField(
                                        field.getKey(),
                                        type(field.getValue().type()),
                                        field.getValue().analyzer(),
                                        field.getValue().dimensions()))
                .toList();
    }

    private static SearchField.Type type(FieldType type) {
        return switch (type) {
            case KEYWORD -> SearchField.Type.KEYWORD;
            case TEXT -> SearchField.Type.TEXT;
            case LONG -> SearchField.Type.LONG;
            case DOUBLE -> SearchField.Type.DOUBLE;
            case DATE -> SearchField.Type.DATE;
            case BOOLEAN -> SearchField.Type.BOOLEAN;
            case GEO_POINT -> SearchField.Type.GEO_POINT;
            case DENSE_VECTOR -> SearchField.Type.DENSE_VECTOR;
        };
    }
}
