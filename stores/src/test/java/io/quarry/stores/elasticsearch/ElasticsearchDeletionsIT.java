package io.quarry.stores.elasticsearch;

import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.DocumentWrite;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchStore;
import io.quarry.stores.stack.RunningStack;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletions are remembered by us: the engine forgets its own after a minute, and here at once. */
class ElasticsearchDeletionsIT {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TestCluster cluster = new TestCluster();
    private final NamespaceRef namespace = RunningStack.freshNamespace();
    private final SearchStore store = cluster.data().search(InstantSource.system());

    @BeforeEach
    void make() {
        List<SearchField> fields = List.of(SearchField.of("title", SearchField.Type.TEXT));
        cluster.structure().ensure(namespace, new IndexShape(fields, 1, 0), soon());
        JsonNode forgetful = JSON.objectNode().put("index.gc_deletes", "0s");
        JsonNode _ =
                cluster.asked("structure")
                        .put("/" + namespace.structure() + "/_settings", forgetful, soon());
    }

    @AfterEach
    void drop() {
        cluster.structure().drop(namespace.uid(), soon());
        cluster.close();
    }

    @Test
    void a_late_write_finds_the_deletion_that_the_engine_has_forgotten() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        write(new DocumentWrite.Delete("a", new Version(now, 1)));
        write(put(now - 1));
        assertThat(store.get(namespace, "a", soon())).isNull();
        write(put(now + 1));
        assertThat(store.get(namespace, "a", soon())).isNotNull();
    }

    @Test
    void a_write_makes_no_index() {
        cluster.structure().drop(namespace.uid(), soon());
        assertThatThrownBy(() -> write(put(1))).isInstanceOf(StoreException.Missing.class);
        assertThat(cluster.structure().list(namespace.uid(), soon())).isEmpty();
    }

    private static DocumentWrite put(long generation) {
        return new DocumentWrite.Put(
                new Document(
                        "a",
                        JSON.objectNode(),
                        JSON.objectNode(),
                        new Version(generation, 1),
                        null));
    }

    private void write(DocumentWrite write) {
        assertThat(store.write(namespace, List.of(write), true, soon())).isEmpty();
    }
}
