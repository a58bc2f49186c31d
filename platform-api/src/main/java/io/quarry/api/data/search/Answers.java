package io.quarry.api.data.search;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.abstractions.search.Found;
import io.quarry.abstractions.search.ReadDocument;
import io.quarry.abstractions.search.Written;
import io.quarry.api.data.Answer;
import io.quarry.api.data.Cost;
import io.quarry.api.data.ItemHeaders;
import io.quarry.stores.spi.search.FacetCounts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/** What is answered, as JSON. */
final class Answers {
    static final String JSON = "application/json";
    static final String LINES = "application/x-ndjson";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Answers() {}

    static Answer document(ReadDocument found) {
        var body = Buffer.buffer(found.content().toString());
        var answer =
                Answer.of(200, JSON, body, Cost.ofRead(body.length()))
                        .with(HttpHeaders.ETAG, ItemHeaders.etag(found.token()))
                        .with(ItemHeaders.TOKEN, found.token().format());
        return ItemHeaders.describe(answer, found.expiresAt(), Map.of());
    }

    /** A line for each line of the batch. */
    static Answer lines(List<Written> written, long cost) {
        var lines = new StringBuilder();
        for (var each : written) {
            var line = NODES.objectNode();
            line.put("id", each.id()).put("token", each.token().format());
            lines.append(line).append('\n');
        }
        return Answer.of(200, LINES, Buffer.buffer(lines.toString()), cost);
    }

    /** A query costs what was said before it ran, or what it brought if that is more. */
    static Answer found(Found found) {
        var body = NODES.objectNode();
        var items = body.putArray("items");
        found.hits().forEach(hit -> items.add(hit(hit)));
        body.putObject("total").put("value", found.total()).put("exact", found.totalExact());
        if (!found.facets().isEmpty()) {
            var facets = body.putObject("facets");
            found.facets().forEach((name, counts) -> facets.set(name, facet(counts)));
        }
        body.put("next_page_token", found.nextPageToken());
        var bytes = Buffer.buffer(body.toString());
        return Answer.of(200, JSON, bytes, Math.max(found.cost(), Cost.ofRead(bytes.length())));
    }

    private static ObjectNode hit(Found.Hit hit) {
        var item = NODES.objectNode();
        item.put("id", hit.id());
        item.put("token", hit.token().format());
        item.put("expires_at", hit.expiresAt() == null ? null : hit.expiresAt().toString());
        item.put("score", hit.score());
        if (hit.document() != null) {
            item.set("document", hit.document());
        }
        if (!hit.highlights().isEmpty()) {
            var highlights = item.putObject("highlights");
            hit.highlights()
                    .forEach((field, pieces) -> pieces.forEach(highlights.withArray(field)::add));
        }
        return item;
    }

    private static ObjectNode facet(FacetCounts counts) {
        var facet = NODES.objectNode();
        ArrayNode all = facet.putArray("counts");
        for (var count : counts.counts()) {
            var one = all.addObject();
            if (count.value() != null) {
                one.set("value", count.value());
            }
            one.put("documents", count.documents());
        }
        return facet.put("others", counts.others()).put("exact", counts.exact());
    }
}
