package io.quarry.api.kit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What tests of shards need again and again: the stack's Cassandra, under a name of the test's. */
public final class Shards {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Shards() {}

    public static String path(String shard) {
        return "/api/v1/shards/" + shard;
    }

    /** To be registered under that name, with so little room that no namespace is placed there. */
    public static String body(Api api, String name) {
        return wanted(api, name).toString();
    }

    /** As {@link #body}, where no server listens. */
    public static String unreachable(Api api, String name) {
        var wanted = wanted(api, name);
        wanted.putArray("endpoints").add("127.0.0.1:1");
        return wanted.toString();
    }

    /**
     * One that the worker is to start, with as much room as the stack's, for whom it is labelled.
     */
    public static ObjectNode local(Api api, String name, String engine) {
        var known = api.get(path("cassandra-1")).expect(200).json();
        var wanted = JSON.createObjectNode().put("id", name).put("engine", engine);
        wanted.put("provider", "local").putObject("labels").put("only", name);
        wanted.set("capacity", known.get("capacity"));
        return wanted;
    }

    private static ObjectNode wanted(Api api, String name) {
        var known = api.get(path("cassandra-1")).expect(200).json();
        var wanted = JSON.createObjectNode().put("id", name).put("engine", "CASSANDRA");
        wanted.set("endpoints", known.get("endpoints"));
        wanted.putObject("labels").put("made-by", "a-test");
        var room = wanted.putObject("capacity");
        known.get("capacity").fieldNames().forEachRemaining(dimension -> room.put(dimension, 1));
        wanted.set("credential_ref", known.get("credential_ref"));
        var settings = (ObjectNode) known.get("settings").deepCopy();
        wanted.set("settings", settings.retain("datacenter"));
        return wanted;
    }

    /** Registers it and waits until it is ACTIVE. */
    public static void register(Api api, String name) {
        Namespaces.awaitEnd(api, api.post("/api/v1/shards", body(api, name)).expect(202));
    }

    public static void retire(Api api, String name) {
        Namespaces.awaitEnd(api, api.delete(path(name)).expect(202));
    }
}
