package io.quarry.api.data.keyvalue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quarry.abstractions.keyvalue.RecordQuery;
import io.quarry.api.data.KeyEncoding;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.stores.spi.Bytes;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code {"records": [{id, keys, prefix, from, to, reverse}]}}; tells everything that is
 * wrong with it at once.
 */
final class RecordQueriesBody {
    private final KeyEncoding encoding;
    private final Findings findings;
    private final List<RecordQuery> queries = new ArrayList<>();

    private RecordQueriesBody(KeyEncoding encoding, Findings findings) {
        this.encoding = encoding;
        this.findings = findings;
    }

    static List<RecordQuery> parse(Buffer body, KeyEncoding encoding) {
        return Findings.read(
                body,
                (in, findings) -> {
                    var reader = new RecordQueriesBody(encoding, findings);
                    findings.list(in, "records", reader::record);
                    return reader.queries;
                });
    }

    private void record(JsonParser in, String path) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            findings.wrong(path, "must be an object");
            in.skipChildren();
            return;
        }
        Bytes id = null;
        List<String> keys = null;
        String prefix = null;
        String from = null;
        String to = null;
        var reverse = false;
        var wrongBefore = findings.count();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            var field = path + "." + name;
            in.nextToken();
            switch (name) {
                case "id" ->
                        id = findings.parsed(findings.text(in, field), field, encoding::fromText);
                case "keys" -> keys = keys(in, field);
                case "prefix" -> prefix = findings.text(in, field);
                case "from" -> from = findings.text(in, field);
                case "to" -> to = findings.text(in, field);
                case "reverse" -> reverse = flag(in, field);
                default -> {
                    findings.unknown(field);
                    in.skipChildren();
                }
            }
        }
        if (findings.count() > wrongBefore) {
            return;
        }
        if (id == null) {
            findings.wrong(path + ".id", "is missing");
            return;
        }
        try {
            var written = new Selections.Written(path + ".", keys, prefix, from, to);
            queries.add(new RecordQuery(id, Selections.range(written, encoding), reverse));
        } catch (ProblemException e) {
            findings.noted(e);
        }
    }

    private List<String> keys(JsonParser in, String field) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            findings.wrong(field, "must be an array of texts");
            in.skipChildren();
            return List.of();
        }
        var keys = new ArrayList<String>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            var key = findings.text(in, field);
            if (key != null) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            findings.wrong(field, "must name a key");
        }
        return keys;
    }

    private boolean flag(JsonParser in, String field) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> {
                findings.wrong(field, "must be true or false");
                in.skipChildren();
                yield false;
            }
        };
    }
}
