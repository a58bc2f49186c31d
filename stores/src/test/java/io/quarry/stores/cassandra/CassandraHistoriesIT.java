package io.quarry.stores.cassandra;

import static io.quarry.stores.contract.Samples.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.contract.Histories;
import io.quarry.stores.contract.Samples;
import io.quarry.stores.memory.MemoryShard;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import java.time.InstantSource;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.NullUnmarked;

/** Memory and Cassandra go through the same random histories and give the same answers. */
@NullUnmarked
class CassandraHistoriesIT {
    private static final long HOUR_IN_MICROS = 3_600_000_000L;
    private static final MemoryShard MEMORY = new MemoryShard(InstantSource.system());
    private static final NamespaceRef NAMESPACE = Samples.namespace();
    private static TestShard cassandra;

    @BeforeContainer
    static void open() {
        cassandra = new TestShard(InstantSource.system());
        cassandra.structure().provisioner().ensure(NAMESPACE, Layout.keyValue(), soon());
        MEMORY.provisioner().ensure(NAMESPACE, Layout.keyValue(), soon());
    }

    @AfterContainer
    static void close() {
        cassandra.structure().provisioner().drop(NAMESPACE, soon());
        cassandra.close();
    }

    @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
    void both_give_every_answer_alike(@ForAll("histories") List<Histories.Step> history) {
        RecordId record = Samples.record(NAMESPACE);
        long base = Samples.now() - HOUR_IN_MICROS;
        for (Histories.Step step : history) {
            Histories.apply(step, MEMORY.keyValue(), record, base);
            Histories.apply(step, cassandra.data().keyValue(), record, base);
            if (step instanceof Histories.Read read) {
                Page<Item> expected = MEMORY.keyValue().read(record, read.slice(), soon());
                Page<Item> found = cassandra.data().keyValue().read(record, read.slice(), soon());
                assertThat(found.items()).isEqualTo(expected.items());
                assertThat(found.more()).isEqualTo(expected.more());
            }
        }
    }

    @Provide
    Arbitrary<List<Histories.Step>> histories() {
        return Histories.histories();
    }
}
