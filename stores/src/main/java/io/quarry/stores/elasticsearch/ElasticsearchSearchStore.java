package io.quarry.stores.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.DocumentWrite;
import io.quarry.stores.spi.search.RefusedWrite;
import io.quarry.stores.spi.search.SearchPage;
import io.quarry.stores.spi.search.SearchRequest;
import io.quarry.stores.spi.search.SearchStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Documents in the index of their namespace and epoch, versioned from outside: the engine refuses
 * what is not newer, and that refusal is the rule of who wins at work.
 */
final class ElasticsearchSearchStore implements SearchStore {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** How long a point in time is held after each search that names it. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final ElasticsearchCluster cluster;
    private final InstantSource clock;

    ElasticsearchSearchStore(ElasticsearchCluster cluster, InstantSource clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    @Override
    public List<RefusedWrite> write(
            NamespaceRef namespace,
            List<DocumentWrite> writes,
            boolean visible,
            Deadline deadline) {
        StringBuilder lines = new StringBuilder();
        Instant now = clock.instant();
        for (DocumentWrite write : writes) {
            long version =
                    DocumentVersion.of(write.version(), write instanceof DocumentWrite.Delete);
            action(lines, "index", write.id(), version, "external");
            lines.append(StoredDocument.of(write, now)).append('\n');
        }
        JsonNode answers = bulk(namespace, lines, visible, deadline);
        List<RefusedWrite> refused = new ArrayList<>();
        for (int i = 0; i < writes.size(); i++) {
            String reason = refusal(namespace, answers.path(i).path("index"));
            if (reason != null) {
                refused.add(new RefusedWrite(i, reason));
            }
        }
        return refused;
    }

    private static void action(
            StringBuilder lines, String action, String id, long version, String type) {
        ObjectNode line = JSON.objectNode();
        line.putObject(action).put("_id", id).put("version", version).put("version_type", type);
        lines.append(line).append('\n');
    }

    private JsonNode bulk(
            NamespaceRef namespace, CharSequence lines, boolean visible, Deadline deadline) {
        if (lines.isEmpty()) {
            return JSON.arrayNode();
        }
        String path =
                index(namespace)
                        + "/_bulk?timeout="
                        + millis(deadline)
                        + (visible ? "&refresh=wait_for" : "");
        return answered(namespace, "POST", path, lines.toString(), deadline).path("items");
    }

    /**
     * Why one of many was refused for good, or null where it was not.
     *
     * @throws StoreException where it may be carried out later
     */
    private static @Nullable String refusal(NamespaceRef namespace, JsonNode answer) {
        int status = answer.path("status").asInt();
        JsonNode error = answer.path("error");
        String reason = error.path("reason").asText();
        if (status >= 200 && status < 300 || status == CONFLICT) {
            return null;
        }
        if (isMissing(error.path("type").asText())) {
            throw new StoreException.Missing(namespace, null);
        }
        if (status == TOO_MANY) {
            throw new StoreException.Overloaded("Elasticsearch asks for less: " + reason, null);
        }
        if (status < 400 || status >= 500) {
            throw new StoreException.Unavailable("Elasticsearch cannot write: " + reason, null);
        }
        return reason;
    }

    @Override
    public @Nullable Document get(NamespaceRef namespace, String id, Deadline deadline) {
        String path = index(namespace) + "/_doc/" + percent(id);
        HttpNodes.Answer answer =
                cluster.ask("GET", path, (String) null, deadline, late -> isNotFound(late));
        if (isNotFound(answer) && isMissing(answer)) {
            throw new StoreException.Missing(namespace, null);
        }
        JsonNode found = ElasticsearchCluster.json(answer, path);
        return found.path("found").asBoolean()
                ? StoredDocument.read(id, found.path("_source"), clock.instant())
                : null;
    }

    @Override
    public @Nullable SearchPage search(
            NamespaceRef namespace, SearchRequest request, Deadline deadline) {
        boolean held = request.pointInTime() != null;
        String path =
                (held ? "" : index(namespace)) + "/_search?allow_partial_search_results=false";
        Instant now = clock.instant();
        ObjectNode body = ElasticsearchQueries.search(request, now, KEPT, deadline.remaining());
        HttpNodes.Answer answer =
                cluster.ask(
                        "POST",
                        path,
                        body,
                        deadline,
                        late -> isNotFound(late) && (held || isMissing(late)));
        if (isNotFound(answer)) {
            if (held) {
                return null;
            }
            throw new StoreException.Missing(namespace, null);
        }
        JsonNode found = ElasticsearchCluster.json(answer, path);
        if (found.path("timed_out").asBoolean()) {
            throw new StoreException.TimedOut("the search took longer than it may", null);
        }
        return SearchAnswers.page(request, found, now);
    }

    @Override
    public String openPointInTime(NamespaceRef namespace, Duration keep, Deadline deadline) {
        String path = index(namespace) + "/_pit?keep_alive=" + keep.toMillis() + "ms";
        return answered(namespace, "POST", path, null, deadline).path("id").asText();
    }

    @Override
    public void closePointInTime(String pointInTime, Deadline deadline) {
        HttpNodes.Answer _ =
                cluster.ask(
                        "DELETE",
                        "/_pit",
                        JSON.objectNode().put("id", pointInTime),
                        deadline,
                        ElasticsearchSearchStore::isNotFound);
    }

    /**
     * What was written again since it was found has a higher version and stays. It waits until what
     * is gone is found no more, or the next call would find it again.
     */
    @Override
    public int sweep(NamespaceRef namespace, int most, Deadline deadline) {
        ObjectNode body = JSON.objectNode();
        body.putObject("query")
                .putObject("range")
                .putObject(StoredDocument.SWEEP_AT)
                .put("lte", StoredDocument.micros(clock.instant()));
        body.put("size", most).put("version", true).put("_source", false);
        body.put("track_total_hits", false);
        JsonNode hits =
                answered(
                                namespace,
                                "POST",
                                index(namespace) + "/_search",
                                body.toString(),
                                deadline)
                        .at("/hits/hits");
        StringBuilder lines = new StringBuilder();
        for (JsonNode hit : hits) {
            action(
                    lines,
                    "delete",
                    hit.path("_id").asText(),
                    hit.path("_version").asLong(),
                    "external_gte");
        }
        for (JsonNode answer : bulk(namespace, lines, true, deadline)) {
            JsonNode deleted = answer.path("delete");
            if (deleted.path("status").asInt() != NOT_FOUND || deleted.has("error")) {
                String reason = refusal(namespace, deleted);
                if (reason != null) {
                    throw new StoreException.Rejected("Elasticsearch keeps: " + reason, null);
                }
            }
        }
        return hits.size();
    }

    private JsonNode answered(
            NamespaceRef namespace,
            String method,
            String path,
            @Nullable String body,
            Deadline deadline) {
        HttpNodes.Answer answer =
                cluster.ask(method, path, body, deadline, ElasticsearchSearchStore::isMissing);
        if (!ElasticsearchCluster.isGood(answer)) {
            throw new StoreException.Missing(namespace, null);
        }
        return ElasticsearchCluster.json(answer, path);
    }

    private static boolean isNotFound(HttpNodes.Answer answer) {
        return answer.status() == NOT_FOUND;
    }

    private static boolean isMissing(HttpNodes.Answer answer) {
        return isNotFound(answer) && ElasticsearchErrors.is(answer, "index_not_found_exception");
    }

    private static boolean isMissing(String type) {
        return type.equals("index_not_found_exception");
    }

    private static String index(NamespaceRef namespace) {
        return "/" + namespace.structure();
    }

    private static String percent(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String millis(Deadline deadline) {
        return Math.max(1, deadline.remaining().toMillis()) + "ms";
    }
}
