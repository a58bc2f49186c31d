package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.abstractions.Refusal;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.DocumentWrite;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch: a line of JSON for each write. It is refused whole, with what is wrong with each
 * of its lines.
 */
final class BatchReader {
    private static final Set<String> PUT = Set.of("id", "document", "token", "ttl");
    private static final Set<String> DELETE = Set.of("id", "token");

    /** What is told of a batch that is wrong everywhere. */
    private static final int MOST_TOLD = 100;

    private final Checks checks;
    private final DocumentReader documents;
    private final Tokens tokens;
    private final Reading reading = new Reading(List.of());
    private final List<DocumentWrite> writes = new ArrayList<>();

    BatchReader(Checks checks, DocumentReader documents, Tokens tokens) {
        this.checks = checks;
        this.documents = documents;
        this.tokens = tokens;
    }

    /**
     * @throws SearchRefused where a line is wrong; lines are counted from 0
     */
    List<DocumentWrite> read(byte[] lines) {
        checks.batchBytes(lines.length);
        int number = 0;
        for (String line : Json.text(lines).split("\n", -1)) {
            if (!line.isBlank()) {
                checks.batchItems(number + 1);
                line(line.getBytes(StandardCharsets.UTF_8), Json.at("", number++));
            }
        }
        List<Violation> found = reading.found();
        if (!found.isEmpty()) {
            throw new SearchRefused.Invalid(found.subList(0, Math.min(MOST_TOLD, found.size())));
        }
        return writes;
    }

    private void line(byte[] line, String at) {
        try {
            ObjectNode json = Json.object(line, at);
            if (json.size() != 1) {
                reading.wrong(at, "must have one member, put or delete");
                return;
            }
            Map.Entry<String, JsonNode> member = json.properties().iterator().next();
            String inside = Json.at(at, member.getKey());
            switch (member.getKey()) {
                case "put" -> put(member.getValue(), inside, line.length);
                case "delete" -> delete(member.getValue(), inside);
                default -> reading.wrong(inside, "is neither put nor delete");
            }
        } catch (SearchRefused.Invalid e) {
            reading.found().addAll(e.violations());
        }
    }

    private void put(JsonNode json, String at, int length) {
        if (!reading.object(json, at, PUT)) {
            return;
        }
        checks.documentBytes(length);
        String id = id(json, at);
        Token token = token(json, at);
        Duration ttl = ttl(json.path("ttl"), Json.at(at, "ttl"));
        if (!(json.path("document") instanceof ObjectNode document)) {
            reading.wrong(Json.at(at, "document"), "must be an object");
            return;
        }
        DocumentReader.Parts parts =
                documents.read(document, Json.at(at, "document"), reading.found());
        if (id != null && token != null) {
            writes.add(
                    new DocumentWrite.Put(
                            new Document(
                                    id,
                                    parts.fields(),
                                    parts.rest(),
                                    token.version(),
                                    Checks.expiry(token, ttl))));
        }
    }

    private void delete(JsonNode json, String at) {
        if (reading.object(json, at, DELETE)) {
            String id = id(json, at);
            Token token = token(json, at);
            if (id != null && token != null) {
                writes.add(new DocumentWrite.Delete(id, token.version()));
            }
        }
    }

    private @Nullable String id(JsonNode json, String at) {
        String inside = Json.at(at, "id");
        String id = reading.text(json.path("id"), inside, checks.limits().idBytes());
        if (id != null && !Json.isText(id)) {
            reading.wrong(inside, "is not UTF-8");
            return null;
        }
        return id;
    }

    private @Nullable Token token(JsonNode json, String at) {
        JsonNode said = json.path("token");
        try {
            return tokens.accept(said.isMissingNode() ? null : Token.parse(said.asText()));
        } catch (Refusal e) {
            reading.wrong(Json.at(at, "token"), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Duration ttl(JsonNode json, String at) {
        if (json.isMissingNode()) {
            return null;
        }
        try {
            Duration ttl = Duration.parse(json.asText());
            Checks.ttl(ttl, at);
            return ttl;
        } catch (DateTimeException e) {
            reading.wrong(at, "must be an ISO-8601 duration such as P30D or PT1H");
        } catch (SearchRefused.Invalid e) {
            reading.found().addAll(e.violations());
        }
        return null;
    }
}
