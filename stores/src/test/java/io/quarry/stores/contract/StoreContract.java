package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.soon;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A store, one namespace for all tests of a class, a record for each, and the calls that they
 * share.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract {
    protected final TestClock clock = new TestClock();
    protected final NamespaceRef namespace = Samples.namespace();
    protected RecordId record = Samples.record(namespace);

    /** The store under test; expires by {@link #clock}. */
    protected abstract KeyValueStore store();

    protected abstract Provisioner provisioner();

    @BeforeAll
    void makeNamespace() {
        provisioner().ensure(namespace, Layout.keyValue(), soon());
    }

    /** Lets go of what the store holds open; nothing for most. */
    protected void close() {}

    @AfterAll
    void dropNamespace() {
        try {
            provisioner().drop(namespace, soon());
        } finally {
            close();
        }
    }

    @BeforeEach
    void begin() {
        clock.reset();
        record = Samples.record(namespace);
    }

    protected void put(Item... items) {
        store().put(record, Arrays.asList(items), soon());
    }

    protected void delete(KeyRange range, Version version) {
        store().delete(record, range, version, soon());
    }

    /** All items of a range, in ascending order. */
    protected List<Item> read(KeyRange range) {
        return pages(Slice.first(range, 1_000, 8 << 20, Include.VALUES)).stream()
                .flatMap(page -> page.items().stream())
                .toList();
    }

    /** {@code key=value} of all items of a range. */
    protected List<String> texts(KeyRange range) {
        return read(range).stream()
                .map(item -> item.key().utf8() + "=" + Samples.text(item))
                .toList();
    }

    /** All pages of a read, each begun where the one before ended. */
    protected List<Page<Item>> pages(Slice first) {
        List<Page<Item>> pages = new ArrayList<>();
        Page<Item> page = store().read(record, first, soon());
        pages.add(page);
        while (page.more()) {
            Bytes last = page.last();
            page = store().read(record, first.after(last), soon());
            pages.add(page);
        }
        return pages;
    }

    protected static List<String> keys(List<Page<Item>> pages) {
        return pages.stream()
                .flatMap(page -> page.items().stream())
                .map(item -> item.key().utf8())
                .toList();
    }
}
