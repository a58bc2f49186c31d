package io.quarry.metadata.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what abstractions say of themselves; a section that is not said is null. */
final class SectionReader {
    private static final String UNREAD = "unread";
    private static final String NUMBER = "long";

    private final JsonFields fields;

    /**
     * @param fields collects what is not well said
     */
    SectionReader(JsonFields fields) {
        this.fields = fields;
    }

    @Nullable RelationalSpec relational(JsonNode json) {
        if (JsonFields.absent(json) || !fields.object("relational", json)) {
            return null;
        }
        fields.known(
                "relational",
                json,
                Set.of("max_connections", "statement_timeout", "storage_bytes"));
        RelationalSpec defaults = RelationalSpec.DEFAULT;
        return new RelationalSpec(
                Math.toIntExact(
                        JsonFields.or(
                                fields.whole(
                                        json, "relational", "max_connections", Integer.MAX_VALUE),
                                (long) defaults.maxConnections())),
                JsonFields.or(
                        fields.duration(json, "relational", "statement_timeout"),
                        defaults.statementTimeout()),
                JsonFields.or(
                        fields.whole(json, "relational", "storage_bytes", Long.MAX_VALUE),
                        defaults.storageBytes()));
    }

    @Nullable SearchSpec search(JsonNode json) {
        if (JsonFields.absent(json) || !fields.object("search", json)) {
            return null;
        }
        fields.known("search", json, Set.of("fields"));
        JsonNode declared = json.path("fields");
        if (JsonFields.absent(declared) || !fields.object("search.fields", declared)) {
            return SearchSpec.UNSAID;
        }
        Map<String, SearchField> read = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : declared.properties()) {
            read.put(
                    field.getKey(),
                    searchField("search.fields." + field.getKey(), field.getValue()));
        }
        return new SearchSpec(read);
    }

    /** A field that is not well said is a keyword, about which nothing more can be wrong. */
    private SearchField searchField(String path, JsonNode json) {
        SearchField plain = new SearchField(FieldType.KEYWORD, null, null);
        if (!fields.object(path, json)) {
            return plain;
        }
        fields.known(path, json, Set.of("type", "analyzer", "dimensions"));
        FieldType type = fields.choice(json, path, "type", FieldType.values(), FieldType::wire);
        String analyzer = fields.text(json, path, "analyzer");
        Long dimensions = fields.whole(json, path, "dimensions", Integer.MAX_VALUE);
        if (type == null) {
            if (JsonFields.absent(json.path("type"))) {
                fields.wrong(path + ".type", "is required");
            }
            return plain;
        }
        return new SearchField(
                type, analyzer, dimensions == null ? null : Math.toIntExact(dimensions));
    }

    @Nullable ObjectSpec object(JsonNode json) {
        if (JsonFields.absent(json) || !fields.object("object", json)) {
            return null;
        }
        fields.known("object", json, Set.of("abort_uploads_after"));
        return new ObjectSpec(
                JsonFields.or(
                        fields.duration(json, "object", "abort_uploads_after"),
                        ObjectSpec.DEFAULT.abortUploadsAfter()));
    }

    @Nullable CounterSpec counter(JsonNode json) {
        if (JsonFields.absent(json) || !fields.object("counter", json)) {
            return null;
        }
        fields.known("counter", json, Set.of("mode"));
        return new CounterSpec(
                JsonFields.or(
                        fields.choice(
                                json, "counter", "mode", CounterMode.values(), CounterMode::wire),
                        CounterSpec.DEFAULT.mode()));
    }

    @Nullable DatasetSpec dataset(JsonNode json) {
        if (JsonFields.absent(json) || !fields.object("dataset", json)) {
            return null;
        }
        fields.known("dataset", json, Set.of("types", "keep_versions"));
        Map<String, DatasetType> read = new TreeMap<>();
        JsonNode declared = json.path("types");
        if (!JsonFields.absent(declared) && fields.object("dataset.types", declared)) {
            for (Map.Entry<String, JsonNode> type : declared.properties()) {
                read.put(
                        type.getKey(),
                        datasetType("dataset.types." + type.getKey(), type.getValue()));
            }
        }
        return new DatasetSpec(
                read,
                Math.toIntExact(
                        JsonFields.or(
                                fields.whole(json, "dataset", "keep_versions", Integer.MAX_VALUE),
                                (long) DatasetSpec.DEFAULT_VERSIONS)));
    }

    /**
     * What is not well said is read as a number that is the key, about which nothing more can be
     * wrong.
     */
    private DatasetType datasetType(String path, JsonNode json) {
        if (!fields.object(path, json)) {
            return new DatasetType(Map.of(UNREAD, NUMBER), List.of(UNREAD));
        }
        fields.known(path, json, Set.of("fields", "primary_key"));
        Map<String, String> read = new TreeMap<>();
        JsonNode declared = json.path("fields");
        String at = path + ".fields";
        if (JsonFields.absent(declared) || fields.object(at, declared)) {
            for (Map.Entry<String, JsonNode> field : declared.properties()) {
                String type = fields.text(declared, at, field.getKey());
                read.put(field.getKey(), type == null ? NUMBER : type);
            }
        } else {
            read.put(UNREAD, NUMBER);
        }
        List<String> key = fields.texts(json, path, "primary_key");
        if (key == null && !JsonFields.absent(json.path("primary_key"))) {
            read.put(UNREAD, NUMBER);
            key = List.of(UNREAD);
        }
        return new DatasetType(read, key == null ? List.of() : key);
    }

    @Nullable TimeSeriesSpec timeSeries(JsonNode json) {
        if (JsonFields.absent(json) || !fields.object("time_series", json)) {
            return null;
        }
        fields.known("time_series", json, Set.of("retention", "acceptance"));
        TimeSeriesSpec defaults = TimeSeriesSpec.DEFAULT;
        return new TimeSeriesSpec(
                JsonFields.or(
                        fields.duration(json, "time_series", "retention"), defaults.retention()),
                JsonFields.or(
                        fields.duration(json, "time_series", "acceptance"), defaults.acceptance()));
    }
}
