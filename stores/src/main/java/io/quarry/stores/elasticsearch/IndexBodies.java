package io.quarry.stores.elasticsearch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.search.SearchField;
import java.util.List;

/** What Elasticsearch is told, as JSON. Each may be told twice. */
final class IndexBodies {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final String TYPE = "type";
    private static final String KEYWORD = "keyword";
    private static final String STRICT = "strict";
    private static final String PROPERTIES = "properties";

    private IndexBodies() {}

    /** Nothing but the declared fields is ever indexed, whatever documents bring. */
    static ObjectNode create(IndexShape shape) {
        ObjectNode body = JSON.objectNode();
        ObjectNode settings = body.putObject("settings").putObject("index");
        settings.put("number_of_shards", shape.primaries());
        settings.put("number_of_replicas", shape.replicas());
        // a document comes back as it was written, its vectors too
        settings.put("mapping.exclude_source_vectors", false);
        body.set("mappings", mapping(shape.fields()));
        return body;
    }

    /**
     * The envelope of {@link StoredDocument}, of which nothing is made up on the way. Fields that
     * are there already must be as they were.
     */
    static ObjectNode mapping(List<SearchField> fields) {
        ObjectNode mapping = JSON.objectNode();
        mapping.put("dynamic", STRICT);
        ObjectNode envelope = mapping.putObject(PROPERTIES);
        envelope.putObject(StoredDocument.ID).put(TYPE, KEYWORD).put("index", false);
        envelope.putObject(StoredDocument.TOKEN)
                .put(TYPE, KEYWORD)
                .put("index", false)
                .put("doc_values", false);
        envelope.putObject(StoredDocument.DELETED).put(TYPE, "boolean");
        envelope.putObject(StoredDocument.EXPIRES_AT).put(TYPE, "long");
        envelope.putObject(StoredDocument.SWEEP_AT).put(TYPE, "long");
        envelope.putObject(StoredDocument.REST).put(TYPE, "object").put("enabled", false);
        ObjectNode declared = envelope.putObject(StoredDocument.FIELDS);
        declared.put(TYPE, "object").put("dynamic", STRICT);
        ObjectNode properties = declared.putObject(PROPERTIES);
        for (SearchField field : fields) {
            ObjectNode property = properties.putObject(field.name());
            property.put(TYPE, field.type().word());
            if (field.analyzer() != null) {
                property.put("analyzer", field.analyzer());
            }
            if (field.dimensions() != null) {
                property.put("dims", field.dimensions());
            }
        }
        return mapping;
    }

    /** What may change of the settings while the index lives. */
    static ObjectNode settings(IndexShape shape) {
        ObjectNode body = JSON.objectNode();
        body.putObject("index").put("number_of_replicas", shape.replicas());
        return body;
    }

    /** The index answers to the uid too. */
    static ObjectNode alias(NamespaceRef namespace) {
        ObjectNode body = JSON.objectNode();
        ObjectNode add = body.putArray("actions").addObject().putObject("add");
        add.put("index", namespace.structure());
        add.put("alias", namespace.uid());
        add.put("is_write_index", true);
        return body;
    }
}
