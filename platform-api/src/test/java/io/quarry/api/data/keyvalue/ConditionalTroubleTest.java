package io.quarry.api.data.keyvalue;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.MemoryGateway;
import io.quarry.stores.spi.Attempt;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Condition;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller is told when it is open whether a conditional write was carried out. */
@SuppressWarnings("NullAway.Init") // the gateway is there before each test
class ConditionalTroubleTest {
    private static final String ITEM = item("r", "k");

    private final AtomicBoolean losesAnswers = new AtomicBoolean();
    private MemoryGateway gateway;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        gateway = new MemoryGateway(folder, UnaryOperator.identity(), Lossy::new);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private DataClient client() {
        return gateway.client().in("demo/ledger");
    }

    private static String token(long nonce) {
        return "%d-%016x".formatted(Instant.now().toEpochMilli() * 1_000 + nonce, nonce);
    }

    @Test
    void kv_9_a_write_that_ran_out_of_time_is_found_by_its_repetition() {
        var create = new String[] {"If-None-Match", "*", "Quarry-Token", token(1)};
        losesAnswers.set(true);
        var open = client().put(ITEM, "one", create);
        assertThat(open.status()).isEqualTo(504);
        assertThat(open.problem()).isEqualTo("deadline-exceeded");
        assertThat(open.json().path("retryable").asBoolean()).isTrue();
        losesAnswers.set(false);
        var again = client().put(ITEM, "one", create);
        assertThat(again.status()).as(again.text()).isEqualTo(204);
        var delete = new String[] {"If-Match", again.header("ETag"), "Quarry-Token", token(2)};
        losesAnswers.set(true);
        assertThat(client().delete(ITEM, delete).status()).isEqualTo(504);
        losesAnswers.set(false);
        assertThat(client().delete(ITEM, delete).status()).isEqualTo(204);
        assertThat(client().get(ITEM).status()).isEqualTo(404);
    }

    /** Carries out what it is told to, and may not say so. */
    private final class Lossy implements ConditionalStore {
        private final ConditionalStore store;

        Lossy(ConditionalStore store) {
            this.store = store;
        }

        private Attempt answer(Attempt attempt) {
            if (losesAnswers.get()) {
                throw new StoreException.TimedOut("the answer is lost", null);
            }
            return attempt;
        }

        @Override
        public Attempt put(RecordId record, Item item, Condition condition, Deadline deadline) {
            return answer(store.put(record, item, condition, deadline));
        }

        @Override
        public Attempt delete(
                RecordId record,
                Bytes key,
                Version version,
                Condition.Is condition,
                Deadline deadline) {
            return answer(store.delete(record, key, version, condition, deadline));
        }

        @Override
        public Page<Item> read(RecordId record, Slice slice, Deadline deadline) {
            return store.read(record, slice, deadline);
        }

        @Override
        public Page<RecordId> records(
                NamespaceRef namespace, Segment segment, Slice slice, Deadline deadline) {
            return store.records(namespace, segment, slice, deadline);
        }
    }
}
