package io.quarry.stores.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.search.SearchStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tenants' indices on one cluster. Every call is idempotent and may be broken off anywhere; a
 * caller that saw a {@link StoreException} repeats it.
 */
public final class ElasticsearchShard {
    private static final int NOT_FOUND = 404;
    private static final int TIMED_OUT = 408;

    /** As the id of a cluster that has no master yet. */
    private static final String NOT_FORMED = "_na_";

    /** Too long for a uid, so no namespace has it. */
    private static final String NOBODYS = "quarry-asks-for-its-right";

    private final ElasticsearchCluster cluster;

    public ElasticsearchShard(ElasticsearchConfig config, HttpNodes nodes) {
        this.cluster = new ElasticsearchCluster(config, nodes);
    }

    /**
     * The version of each node, once. That the log-in may change indices is asked by a change to an
     * index that nobody has: who may not is refused before it is looked for.
     *
     * @throws StoreException.Rejected if it may not
     */
    public String probe(Deadline deadline) {
        HttpNodes.Answer _ =
                cluster.ask(
                        "PUT",
                        "/" + NOBODYS + "/_mapping",
                        IndexBodies.mapping(List.of()),
                        deadline,
                        answer -> answer.status() == NOT_FOUND);
        TreeSet<String> versions = new TreeSet<>();
        for (JsonNode node : cluster.get("/_nodes/_all/os", deadline).path("nodes")) {
            versions.add(node.path("version").asText());
        }
        if (versions.isEmpty()) {
            throw new StoreException.Unavailable("Elasticsearch names no node", null);
        }
        return String.join(", ", versions);
    }

    /**
     * Who the cluster is: the id that it got when it was formed.
     *
     * @throws StoreException when it does not answer, or has not been formed yet
     */
    public Set<String> identity(Deadline deadline) {
        String uuid =
                cluster.get("/_cluster/state/version", deadline).path("cluster_uuid").asText();
        if (uuid.isEmpty() || uuid.equals(NOT_FORMED)) {
            throw new StoreException.Unavailable("Elasticsearch has not formed a cluster", null);
        }
        return Set.of(uuid);
    }

    /**
     * Connects ahead of the first call, and asks what any log-in may ask.
     *
     * @throws StoreException when no node answers
     */
    public void connect(Deadline deadline) {
        JsonNode _ = cluster.get("/_cluster/health", deadline);
    }

    /**
     * The documents of the cluster's indices, for the role that may read and write them.
     *
     * @param clock says what has expired
     */
    public SearchStore search(InstantSource clock) {
        return new ElasticsearchSearchStore(cluster, clock);
    }

    public ElasticsearchVitals vitals(Deadline deadline) {
        JsonNode health = cluster.get("/_cluster/health", deadline);
        JsonNode nodes = cluster.get("/_nodes/stats/jvm,fs,indices", deadline).path("nodes");
        return new ElasticsearchVitals(
                health.path("status").asText(),
                health.path("number_of_nodes").asLong(),
                health.path("number_of_data_nodes").asLong(),
                health.path("active_shards").asLong(),
                health.path("unassigned_shards").asLong(),
                health.path("number_of_pending_tasks").asLong(),
                sum(nodes, "/jvm/mem/heap_used_in_bytes"),
                sum(nodes, "/jvm/mem/heap_max_in_bytes"),
                sum(nodes, "/fs/total/total_in_bytes"),
                sum(nodes, "/fs/total/available_in_bytes"),
                sum(nodes, "/indices/store/size_in_bytes"),
                sum(nodes, "/indices/docs/count"));
    }

    private static long sum(JsonNode nodes, String pointer) {
        long sum = 0;
        for (JsonNode node : nodes) {
            sum += node.at(pointer).asLong();
        }
        return sum;
    }

    /**
     * The index with these fields, its primaries at work, and the uid as an alias unless another
     * epoch's index has that. Of an index that is there, fields are added and the number of
     * replicas is set.
     *
     * @throws StoreException.Rejected where a field is there with another type or analyzer, which
     *     needs another index
     */
    public void ensure(NamespaceRef namespace, IndexShape shape, Deadline deadline) {
        String index = "/" + namespace.structure();
        HttpNodes.Answer created =
                cluster.ask(
                        "PUT",
                        index + timeout(deadline, "wait_for_active_shards=0"),
                        IndexBodies.create(shape),
                        deadline,
                        answer ->
                                ElasticsearchErrors.is(
                                        answer, "resource_already_exists_exception"));
        if (!ElasticsearchCluster.isGood(created)) {
            acknowledged(
                    cluster.put(
                            index + "/_mapping" + timeout(deadline, ""),
                            IndexBodies.mapping(shape.fields()),
                            deadline));
            acknowledged(
                    cluster.put(
                            index + "/_settings" + timeout(deadline, ""),
                            IndexBodies.settings(shape),
                            deadline));
        }
        awaitPrimaries(namespace, deadline);
        if (!hasAlias(namespace.uid(), deadline)) {
            acknowledged(
                    cluster.post(
                            "/_aliases" + timeout(deadline, ""),
                            IndexBodies.alias(namespace),
                            deadline));
        }
    }

    /**
     * The status of the index does not tell: it is yellow from its creation on, before any of its
     * primaries is at work.
     */
    private void awaitPrimaries(NamespaceRef namespace, Deadline deadline) {
        JsonNode shards = shards(namespace, "level=shards", deadline);
        if (!haveActivePrimaries(shards)) {
            String wait = "level=shards&wait_for_active_shards=" + shards.size();
            shards = shards(namespace, wait, deadline);
        }
        if (!haveActivePrimaries(shards)) {
            throw new StoreException.TimedOut(
                    "not all primary shards of " + namespace.structure() + " are at work yet",
                    null);
        }
    }

    /** By their number, as they are when the wait is over, for whichever reason. */
    private JsonNode shards(NamespaceRef namespace, String query, Deadline deadline) {
        String path = "/_cluster/health/" + namespace.structure() + timeout(deadline, query);
        HttpNodes.Answer answer =
                cluster.ask(
                        "GET", path, (String) null, deadline, late -> late.status() == TIMED_OUT);
        return ElasticsearchCluster.json(answer, path)
                .path("indices")
                .path(namespace.structure())
                .path("shards");
    }

    private static boolean haveActivePrimaries(JsonNode shards) {
        for (JsonNode shard : shards) {
            if (!shard.path("primary_active").asBoolean()) {
                return false;
            }
        }
        return !shards.isEmpty();
    }

    private boolean hasAlias(String uid, Deadline deadline) {
        return ElasticsearchCluster.isGood(
                cluster.ask(
                        "GET",
                        "/_alias/" + uid,
                        (String) null,
                        deadline,
                        answer -> answer.status() == NOT_FOUND));
    }

    /** Drops every index of the namespace with all that is in it; the alias goes with the last. */
    public void drop(String uid, Deadline deadline) {
        for (NamespaceRef each : list(uid, deadline)) {
            HttpNodes.Answer _ =
                    cluster.ask(
                            "DELETE",
                            "/" + each.structure() + timeout(deadline, ""),
                            (String) null,
                            deadline,
                            answer -> answer.status() == NOT_FOUND);
        }
    }

    /** The indices of one namespace, by epoch. */
    public List<NamespaceRef> list(String uid, Deadline deadline) {
        List<NamespaceRef> all = new ArrayList<>();
        JsonNode indices = cluster.get("/" + uid + "_*/_alias", deadline);
        indices.fieldNames()
                .forEachRemaining(
                        name -> {
                            NamespaceRef index = NamespaceRef.ofStructure(name);
                            if (index != null && index.uid().equals(uid)) {
                                all.add(index);
                            }
                        });
        all.sort(Comparator.comparingInt(NamespaceRef::epoch));
        return all;
    }

    /** The names of the declared fields that are indexed, and their types. */
    JsonNode fields(NamespaceRef namespace, Deadline deadline) {
        return cluster.get("/" + namespace.uid() + "/_mapping", deadline)
                .path(namespace.structure())
                .at("/mappings/properties/" + StoredDocument.FIELDS + "/properties");
    }

    /** Half of what is left, so that a cluster that is late can still say so itself. */
    private static String timeout(Deadline deadline, String query) {
        String millis = Math.max(1, deadline.remaining().toMillis() / 2) + "ms";
        return "?master_timeout="
                + millis
                + "&timeout="
                + millis
                + (query.isEmpty() ? "" : "&" + query);
    }

    private static void acknowledged(JsonNode answer) {
        if (!answer.path("acknowledged").asBoolean()) {
            throw new StoreException.TimedOut(
                    "not all nodes of Elasticsearch have taken the change yet", null);
        }
    }
}
