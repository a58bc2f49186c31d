package io.quarry.stores.memory;

import static io.quarry.stores.contract.Samples.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.contract.Definition;
import io.quarry.stores.contract.Histories;
import io.quarry.stores.contract.Samples;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MemoryHistoriesTest {
    private static final long HOUR_IN_MICROS = 3_600_000_000L;

    @Property(tries = 500)
    void every_answer_is_the_one_that_the_definition_gives(
            @ForAll("histories") List<Histories.Step> history) {
        Instant now = Instant.now();
        MemoryShard shard = new MemoryShard(InstantSource.fixed(now));
        NamespaceRef namespace = Samples.namespace();
        shard.provisioner().ensure(namespace, Layout.keyValue(), soon());
        KeyValueStore store = shard.keyValue();
        RecordId record = Samples.record(namespace);
        long base = Samples.now() - HOUR_IN_MICROS;
        for (int i = 0; i < history.size(); i++) {
            Histories.apply(history.get(i), store, record, base);
            if (history.get(i) instanceof Histories.Read read) {
                List<Item> all = Definition.answer(history.subList(0, i), read, base, now);
                Page<Item> page = store.read(record, read.slice(), soon());
                assertThat(page.items()).isEqualTo(all.subList(0, page.items().size()));
                assertThat(page.more()).isEqualTo(page.items().size() < all.size());
            }
        }
    }

    @Provide
    Arbitrary<List<Histories.Step>> histories() {
        return Histories.histories();
    }
}
