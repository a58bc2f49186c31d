package io.quarry.stores.cassandra;

import static io.quarry.stores.contract.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.contract.Samples;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CassandraItemsTest {
    private static final int MARK = 12;

    private final Item item =
            new Item(
                    key("k"),
                    Samples.utf8("value"),
                    "text/plain; charset=utf-8",
                    Map.of("b", "2", "a", "1", "ü", ""),
                    new Version(1_700_000_000_000_001L, 0xFEDCBA9876543210L),
                    Instant.parse("2031-05-06T07:08:09.123456Z"));

    @Test
    void an_item_survives_its_cells() {
        CassandraItems.Cells cells = CassandraItems.encode(item);
        assertThat(CassandraItems.decode(item.key(), cells.head(), cells.value(), Include.VALUES))
                .isEqualTo(item);
        for (Include include : new Include[] {Include.KEYS, Include.METADATA}) {
            assertThat(CassandraItems.decode(item.key(), cells.head(), null, include))
                    .isEqualTo(item.only(include));
        }
        assertThat(CassandraItems.valueBytes(cells.head())).isEqualTo(5);
    }

    @Test
    void both_cells_begin_with_the_nonce_and_the_same_mark() {
        CassandraItems.Cells cells = CassandraItems.encode(item);
        assertThat(cells.head().getLong(0)).isEqualTo(item.version().nonce());
        assertThat(mark(cells.head())).isEqualTo(mark(cells.value()));
    }

    @Test
    void the_mark_tells_contents_of_one_token_apart_and_replays_alike() {
        Item other =
                new Item(
                        item.key(),
                        Samples.utf8("other"),
                        item.contentType(),
                        item.metadata(),
                        item.version(),
                        item.expiresAt());
        assertThat(mark(CassandraItems.encode(other).head()))
                .isNotEqualTo(mark(CassandraItems.encode(item).head()));
        assertThat(CassandraItems.encode(item)).isEqualTo(CassandraItems.encode(item));
    }

    @Test
    void cells_of_two_writes_are_never_taken_for_an_item() {
        Item other =
                new Item(
                        item.key(),
                        item.value(),
                        item.contentType(),
                        item.metadata(),
                        new Version(1, 2),
                        item.expiresAt());
        ByteBuffer head = CassandraItems.encode(item).head();
        ByteBuffer value = CassandraItems.encode(other).value();
        assertThatThrownBy(() -> CassandraItems.decode(item.key(), head, value, Include.VALUES))
                .isInstanceOf(StoreException.Unavailable.class);
    }

    @Test
    void an_expiry_is_kept_to_the_microsecond_and_may_be_missing() {
        Item stays = new Item(Bytes.EMPTY, Samples.utf8(""), "", Map.of(), item.version(), null);
        CassandraItems.Cells cells = CassandraItems.encode(stays);
        assertThat(CassandraItems.decode(Bytes.EMPTY, cells.head(), cells.value(), Include.VALUES))
                .isEqualTo(stays);
    }

    private static Bytes mark(ByteBuffer cell) {
        return Bytes.copyOf(cell.slice(0, MARK));
    }
}
