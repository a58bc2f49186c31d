package io.quarry.stores.elasticsearch;

import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchField.Type;
import io.quarry.stores.stack.RunningStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** On the Elasticsearch of the running stack. */
class ElasticsearchShardIT {
    private static final List<SearchField> EACH_TYPE =
            List.of(
                    SearchField.of("id", Type.KEYWORD),
                    SearchField.of("title", Type.TEXT),
                    new SearchField("words", Type.TEXT, "whitespace", null),
                    SearchField.of("views", Type.LONG),
                    SearchField.of("price", Type.DOUBLE),
                    SearchField.of("seen", Type.DATE),
                    SearchField.of("open", Type.BOOLEAN),
                    SearchField.of("place", Type.GEO_POINT),
                    new SearchField("meaning", Type.DENSE_VECTOR, null, 8));
    private static final IndexShape SHAPE = new IndexShape(EACH_TYPE, 2, 0);

    private final HttpNodes nodes = new HttpNodes();
    private final ElasticsearchConfig config = config("structure");
    private final ElasticsearchShard shard = new ElasticsearchShard(config, nodes);
    private final ElasticsearchCluster cluster = new ElasticsearchCluster(config, nodes);
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void drop() {
        made.forEach(uid -> shard.drop(uid, soon()));
        nodes.close();
    }

    @Test
    void it_says_its_version_to_those_who_may_change_indices() {
        assertThat(shard.probe(soon())).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
        assertThat(shard.vitals(soon()).nodes()).isOne();
        assertThat(shard.vitals(soon()).dataNodes()).isOne();
        assertThat(shard.identity(soon())).hasSize(1).isEqualTo(shard.identity(soon()));
        assertThatThrownBy(() -> new ElasticsearchShard(config("data"), nodes).probe(soon()))
                .isInstanceOf(StoreException.Rejected.class);
        ElasticsearchConfig wrong =
                new ElasticsearchConfig(config.endpoints(), config.username(), "wrong");
        assertThatThrownBy(() -> new ElasticsearchShard(wrong, nodes).probe(soon()))
                .isInstanceOf(StoreException.Rejected.class)
                .hasMessageNotContaining(config.password());
    }

    @Test
    void an_index_has_the_declared_fields_and_no_others() {
        NamespaceRef namespace = fresh();
        shard.ensure(namespace, SHAPE, soon());
        shard.ensure(namespace, SHAPE, soon());
        assertThat(shard.list(namespace.uid(), soon())).containsExactly(namespace);
        for (SearchField field : EACH_TYPE) {
            assertThat(shard.fields(namespace, soon()).path(field.name()).path("type").asText())
                    .isEqualTo(field.type().word());
        }
        write(namespace.uid(), "{\"fields\":{\"id\":\"a\"},\"rest\":{\"undeclared\":\"found\"}}");
        assertThat(shard.fields(namespace, soon()).has("undeclared")).isFalse();
        assertThat(hits(namespace.uid(), "fields.id:a")).isOne();
        assertThat(hits(namespace.uid(), "rest.undeclared:found")).isZero();
        assertThatThrownBy(() -> write(namespace.uid(), "{\"fields\":{\"undeclared\":1}}"))
                .isInstanceOf(StoreException.Rejected.class)
                .hasMessageContaining("undeclared");
        assertThat(setting(namespace, "number_of_shards")).isEqualTo("2");
    }

    /** Each time, since an index that is not at work yet is a matter of milliseconds. */
    @RepeatedTest(10)
    void what_was_made_can_be_read_at_once() {
        NamespaceRef namespace = fresh();
        shard.ensure(namespace, new IndexShape(EACH_TYPE, 8, 0), soon());
        String health = "/_cluster/health/" + namespace.structure();
        assertThat(cluster.get(health, soon()).path("active_primary_shards").asInt()).isEqualTo(8);
        for (int document = 0; document < 16; document++) {
            HttpNodes.Answer answer =
                    cluster.ask(
                            "GET",
                            "/" + namespace.structure() + "/_doc/" + document,
                            (String) null,
                            soon(),
                            absent -> absent.status() == 404);
            assertThat(answer.status()).isEqualTo(404);
        }
    }

    @Test
    void fields_are_added_in_place_and_never_become_others() {
        NamespaceRef namespace = fresh();
        shard.ensure(namespace, new IndexShape(EACH_TYPE.subList(0, 1), 1, 0), soon());
        write(namespace.uid(), "{\"fields\":{\"id\":\"kept\"}}");
        shard.ensure(namespace, new IndexShape(EACH_TYPE, 1, 1), soon());
        assertThat(shard.fields(namespace, soon()).has("meaning")).isTrue();
        assertThat(hits(namespace.uid(), "fields.id:kept")).isOne();
        assertThat(setting(namespace, "number_of_replicas")).isEqualTo("1");
        IndexShape another = new IndexShape(List.of(SearchField.of("views", Type.KEYWORD)), 1, 0);
        assertThatThrownBy(() -> shard.ensure(namespace, another, soon()))
                .isInstanceOf(StoreException.Rejected.class)
                .hasMessageContaining("views");
        IndexShape unknown =
                new IndexShape(List.of(new SearchField("x", Type.TEXT, "no-such", null)), 1, 0);
        assertThatThrownBy(() -> shard.ensure(namespace, unknown, soon()))
                .isInstanceOf(StoreException.Rejected.class)
                .hasMessageContaining("no-such");
    }

    /** Broken off before the alias, and with an index of the next epoch beside it. */
    @Test
    void the_alias_stays_with_the_index_that_has_it() {
        NamespaceRef first = fresh();
        NamespaceRef second = new NamespaceRef(first.uid(), 2);
        JsonNode _ = cluster.put("/" + first.structure(), IndexBodies.create(SHAPE), soon());
        shard.ensure(first, SHAPE, soon());
        shard.ensure(second, SHAPE, soon());
        assertThat(cluster.get("/_alias/" + first.uid(), soon()).fieldNames())
                .toIterable()
                .containsExactly(first.structure());
        assertThat(shard.list(first.uid(), soon())).containsExactly(first, second);
    }

    @Test
    void nothing_is_left_of_what_is_dropped() {
        NamespaceRef first = fresh();
        NamespaceRef other = fresh();
        shard.ensure(first, SHAPE, soon());
        shard.ensure(new NamespaceRef(first.uid(), 2), SHAPE, soon());
        shard.ensure(other, SHAPE, soon());
        shard.drop(first.uid(), soon());
        shard.drop(first.uid(), soon());
        assertThat(shard.list(first.uid(), soon())).isEmpty();
        assertThat(shard.list(other.uid(), soon())).containsExactly(other);
        assertThatThrownBy(() -> cluster.get("/_alias/" + first.uid(), soon()))
                .isInstanceOf(StoreException.class);
    }

    @Test
    void many_workers_that_make_the_same_come_to_the_same() throws Exception {
        NamespaceRef namespace = fresh();
        CountDownLatch together = new CountDownLatch(4);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, 4)
                    .forEach(
                            _ ->
                                    all.add(
                                            workers.submit(
                                                    () -> {
                                                        together.countDown();
                                                        together.await();
                                                        shard.ensure(namespace, SHAPE, soon());
                                                        return null;
                                                    })));
            for (Future<?> each : all) {
                assertThat(each.get()).isNull();
            }
        }
        assertThat(shard.list(namespace.uid(), soon())).containsExactly(namespace);
    }

    @Test
    void a_node_that_is_away_leaves_the_others() throws IOException {
        String away;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            away = "127.0.0.1:" + taken.getLocalPort();
        }
        List<String> two = List.of(away, config.endpoints().getFirst());
        assertThat(
                        new ElasticsearchShard(
                                        new ElasticsearchConfig(
                                                two, config.username(), config.password()),
                                        nodes)
                                .probe(soon()))
                .isNotEmpty();
        ElasticsearchShard none =
                new ElasticsearchShard(
                        new ElasticsearchConfig(
                                List.of(away), config.username(), config.password()),
                        nodes);
        assertThatThrownBy(() -> none.probe(Deadline.after(Duration.ofSeconds(2))))
                .isInstanceOf(StoreException.Unavailable.class);
    }

    private NamespaceRef fresh() {
        NamespaceRef namespace = RunningStack.freshNamespace();
        made.add(namespace.uid());
        return namespace;
    }

    private void write(String index, String document) {
        try {
            JsonNode _ =
                    cluster.post(
                            "/" + index + "/_doc?refresh=true",
                            new ObjectMapper().readTree(document),
                            soon());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long hits(String index, String query) {
        return cluster.get("/" + index + "/_search?q=" + query, soon())
                .at("/hits/total/value")
                .asLong();
    }

    private String setting(NamespaceRef namespace, String name) {
        return cluster.get("/" + namespace.structure() + "/_settings", soon())
                .path(namespace.structure())
                .at("/settings/index/" + name)
                .asText();
    }

    private static ElasticsearchConfig config(String role) {
        String id = "elasticsearch-1";
        return new ElasticsearchConfig(
                RunningStack.endpoints(id),
                RunningStack.username(id, role),
                RunningStack.password(id, role));
    }
}
