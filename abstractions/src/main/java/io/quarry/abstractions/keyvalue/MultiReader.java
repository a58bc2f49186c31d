package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.PageFill;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.RecordReader;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One page over several records. They are read in waves: all reads of a wave begin before the first
 * is waited for, each with its share of the bytes that are left, so that a page of many records
 * takes the time of a few and holds no more than a page. What a share was too small for is read on
 * when its turn has come.
 */
final class MultiReader {
    private static final int WAVE = 16;

    private final RecordReader reader;
    private final NamespaceRef namespace;
    private final List<RecordQuery> queries;
    private final Include include;
    private final Deadline deadline;
    private final PageFill<Item> fill;
    private final List<RecordItems> records = new ArrayList<>();

    MultiReader(
            RecordReader reader,
            NamespaceRef namespace,
            MultiGet get,
            int limit,
            int bytes,
            Deadline deadline) {
        this.reader = reader;
        this.namespace = namespace;
        this.queries = get.queries();
        this.include = get.include();
        this.deadline = deadline;
        this.fill = new PageFill<>(Slice.first(KeyRange.all(), limit, bytes, include));
    }

    /**
     * @param records as far as the page has come
     * @param next where the next one begins; null at the end
     */
    record Found(List<RecordItems> records, @Nullable Bytes next) {}

    Found page(MultiGetPosition start) {
        MultiGetPosition at = start;
        while (at.query() < queries.size()) {
            long before = deadline.remainingNanos();
            int end = Math.min(at.query() + WAVE, queries.size());
            if (!wave(at, end)) {
                return upToHere();
            }
            at = new MultiGetPosition(end, null);
            long left = deadline.remainingNanos();
            boolean late = left < before - left; // the next wave would hardly be quicker
            boolean full = fill.limitLeft() == 0 || fill.bytesLeft() == 0;
            if (end < queries.size() && (late || full)) {
                return upToHere();
            }
        }
        return new Found(records, null);
    }

    private Found upToHere() {
        Page<Item> page = fill.upToHere();
        return new Found(records, page.last());
    }

    /** Whether all of it went into the page. */
    private boolean wave(MultiGetPosition from, int end) {
        int limit = fill.limitLeft();
        long share = fill.bytesLeft() / (end - from.query());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                List<Future<Page<Item>>> reads = new ArrayList<>();
                for (int i = from.query(); i < end; i++) {
                    Bytes after = i == from.query() ? from.after() : null;
                    int query = i;
                    reads.add(threads.submit(() -> read(query, after, limit, share)));
                }
                for (int i = from.query(); i < end; i++) {
                    if (!take(i, join(reads.get(i - from.query())))) {
                        return false;
                    }
                }
                return true;
            } catch (StoreException.TimedOut late) {
                if (fill.position() == null) {
                    throw late;
                }
                return false;
            } finally {
                threads.shutdownNow(); // what does not fit any more need not be waited for
            }
        }
    }

    /** Takes all of a record, reading on where the share was too small; false where it is full. */
    private boolean take(int query, Page<Item> first) {
        List<Item> items = new ArrayList<>();
        boolean whole = false;
        try {
            whole = take(query, first, items);
        } finally {
            if (whole || !items.isEmpty()) {
                records.add(new RecordItems(queries.get(query).record(), items));
            }
        }
        return whole;
    }

    private boolean take(int query, Page<Item> first, List<Item> items) {
        Page<Item> page = first;
        while (true) {
            for (Item item : page.items()) {
                Bytes at = new MultiGetPosition(query, item.key()).encode();
                if (!fill.offer(item, at, item.bytes())) {
                    return false;
                }
                items.add(item);
            }
            Bytes last = page.last();
            if (last == null) {
                fill.pass(new MultiGetPosition(query + 1, null).encode());
                return true;
            }
            fill.pass(new MultiGetPosition(query, last).encode());
            if (fill.limitLeft() == 0 || fill.bytesLeft() == 0) {
                return false;
            }
            page = read(query, last, fill.limitLeft(), fill.bytesLeft());
        }
    }

    private Page<Item> read(int query, @Nullable Bytes after, int limit, long bytes) {
        RecordQuery asked = queries.get(query);
        Slice slice =
                new Slice(
                        asked.range(),
                        after,
                        asked.reverse(),
                        Math.max(1, limit),
                        (int) Math.max(1, bytes),
                        include);
        return reader.read(new RecordId(namespace, asked.record()), slice, deadline);
    }

    private static Page<Item> join(Future<Page<Item>> read) {
        try {
            return read.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("a read failed as no read does", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("interrupted while reading records", e);
        }
    }
}
