package io.quarry.stores.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.DocumentWrite;
import io.quarry.stores.spi.search.Nearest;
import io.quarry.stores.spi.search.RefusedWrite;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchPage;
import io.quarry.stores.spi.search.SearchRequest;
import io.quarry.stores.spi.search.SearchStore;
import io.quarry.stores.spi.search.Sort;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The reference of {@link SearchStore}: it looks at every document and counts all. */
final class MemorySearchStore implements SearchStore {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ConcurrentMap<NamespaceRef, MemoryIndex> indices = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, List<Document>> held = new ConcurrentHashMap<>();
    private final InstantSource clock;

    private record Scored(Document document, double score) {}

    MemorySearchStore(InstantSource clock) {
        this.clock = clock;
    }

    void ensure(NamespaceRef namespace) {
        indices.computeIfAbsent(namespace, _ -> new MemoryIndex());
    }

    void drop(NamespaceRef namespace) {
        indices.remove(namespace);
    }

    @Override
    public List<RefusedWrite> write(
            NamespaceRef namespace,
            List<DocumentWrite> writes,
            boolean visible,
            Deadline deadline) {
        inTime(deadline);
        MemoryIndex index = index(namespace);
        writes.forEach(write -> index.write(write, clock.instant()));
        return List.of();
    }

    @Override
    public @Nullable Document get(NamespaceRef namespace, String id, Deadline deadline) {
        inTime(deadline);
        return index(namespace).get(id, clock.instant());
    }

    @Override
    public String openPointInTime(NamespaceRef namespace, Duration keep, Deadline deadline) {
        inTime(deadline);
        String name = UUID.randomUUID().toString();
        held.put(name, index(namespace).live(clock.instant()));
        return name;
    }

    @Override
    public void closePointInTime(String pointInTime, Deadline deadline) {
        held.remove(pointInTime);
    }

    @Override
    public int sweep(NamespaceRef namespace, int most, Deadline deadline) {
        inTime(deadline);
        return index(namespace).sweep(most, clock.instant());
    }

    @Override
    public @Nullable SearchPage search(
            NamespaceRef namespace, SearchRequest request, Deadline deadline) {
        inTime(deadline);
        Instant now = clock.instant();
        String pointInTime = request.pointInTime();
        Collection<Document> all =
                pointInTime == null ? index(namespace).live(now) : held.get(pointInTime);
        if (all == null) {
            return null;
        }
        List<Scored> found =
                all.stream()
                        .filter(document -> !document.expired(now))
                        .filter(document -> MemoryConditions.meets(request.where(), document))
                        .map(document -> new Scored(document, score(request, document)))
                        .toList();
        Nearest nearest = request.nearest();
        if (nearest != null) {
            found =
                    found.stream()
                            .filter(each -> each.document().fields().has(nearest.field().name()))
                            .sorted(Comparator.comparingDouble(Scored::score).reversed())
                            .limit(nearest.count())
                            .toList();
        }
        return page(request, found);
    }

    private static SearchPage page(SearchRequest request, List<Scored> found) {
        List<SearchPage.Hit> hits =
                found.stream()
                        .sorted(order(request))
                        .map(each -> hit(request, each))
                        .filter(hit -> isBeyond(request, hit.sortValues()))
                        .limit(request.limit())
                        .toList();
        List<Document> documents = found.stream().map(Scored::document).toList();
        return new SearchPage(
                hits,
                found.size(),
                true,
                MemoryFacets.of(request.facets(), documents),
                request.pointInTime());
    }

    private static double score(SearchRequest request, Document document) {
        Nearest nearest = request.nearest();
        return nearest == null
                ? MemoryConditions.score(request.where(), document)
                : MemoryConditions.cosine(nearest, document);
    }

    private static Comparator<Scored> order(SearchRequest request) {
        return Comparator.comparing(
                each -> sortValues(request, each), (a, b) -> compare(request.sort(), a, b));
    }

    private static boolean isBeyond(SearchRequest request, List<JsonNode> values) {
        return request.after().isEmpty() || compare(request.sort(), values, request.after()) > 0;
    }

    private static int compare(List<Sort> sorts, List<JsonNode> one, List<JsonNode> other) {
        for (int i = 0; i < sorts.size(); i++) {
            int by = compare(sorts.get(i), one.get(i), other.get(i));
            if (by != 0) {
                return by;
            }
        }
        return one.getLast().asText().compareTo(other.getLast().asText());
    }

    private static int compare(Sort sort, JsonNode one, JsonNode other) {
        if (one.isNull() || other.isNull()) {
            return Boolean.compare(one.isNull(), other.isNull());
        }
        int ascending =
                one.isTextual()
                        ? one.asText().compareTo(other.asText())
                        : one.decimalValue().compareTo(other.decimalValue());
        return sort.descending() ? -ascending : ascending;
    }

    private static List<JsonNode> sortValues(SearchRequest request, Scored each) {
        List<JsonNode> values = new ArrayList<>();
        for (Sort sort : request.sort()) {
            SearchField field = sort.field();
            if (field == null) {
                values.add(DoubleNode.valueOf(each.score()));
            } else {
                values.add(
                        MemoryConditions.values(field, each.document()).stream()
                                .map(value -> MemoryConditions.comparable(field, value))
                                .min((a, b) -> compare(sort, a, b))
                                .orElse(JSON.nullNode()));
            }
        }
        values.add(TextNode.valueOf(each.document().id()));
        return values;
    }

    private static SearchPage.Hit hit(SearchRequest request, Scored each) {
        boolean scored = request.sort().stream().anyMatch(sort -> sort.field() == null);
        Document document = each.document();
        Map<String, List<String>> highlights =
                MemoryHighlights.of(request.highlight(), request.where(), document);
        return new SearchPage.Hit(
                request.documents() ? document : bare(document),
                scored ? each.score() : null,
                highlights,
                sortValues(request, each));
    }

    private static Document bare(Document document) {
        return new Document(
                document.id(),
                JSON.objectNode(),
                JSON.objectNode(),
                document.version(),
                document.expiresAt());
    }

    private MemoryIndex index(NamespaceRef namespace) {
        MemoryIndex index = indices.get(namespace);
        if (index == null) {
            throw new StoreException.Missing(namespace, null);
        }
        return index;
    }

    private static void inTime(Deadline deadline) {
        if (deadline.expired()) {
            throw new StoreException.TimedOut("the deadline passed before the call", null);
        }
    }
}
