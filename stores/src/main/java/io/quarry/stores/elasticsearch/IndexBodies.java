package io.quarry.stores.elasticsearch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.spi.NamespaceRef;
import java.util.List;

/** What Elasticsearch is told, as JSON. Each may be told twice. */
final class IndexBodies {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private IndexBodies() {}

    /** Nothing but the declared fields is ever indexed, whatever documents bring. */
    static ObjectNode create(IndexShape shape) {
        ObjectNode body = JSON.objectNode();
        ObjectNode settings = body.putObject("settings").putObject("index");
        settings.put("number_of_shards", shape.primaries());
        settings.put("number_of_replicas", shape.replicas());
        body.set("mappings", mapping(shape.fields()));
        return body;
    }

    /** Fields that are there already must be as they were. */
    static ObjectNode mapping(List<SearchField> fields) {
        ObjectNode mapping = JSON.objectNode();
        mapping.put("dynamic", "false");
        ObjectNode properties = mapping.putObject("properties");
        for (SearchField field : fields) {
            ObjectNode property = properties.putObject(field.name());
            property.put("type", field.type().word());
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
