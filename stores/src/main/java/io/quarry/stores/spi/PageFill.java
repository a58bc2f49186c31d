package io.quarry.stores.spi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills one page by the rule of {@link Slice}, so that pages end at the same item on every engine.
 * Not thread safe.
 */
public final class PageFill<T> {
    private final List<T> items = new ArrayList<>();
    private final int limit;
    private final int bytes;
    private long used;
    private @Nullable Bytes position;

    public PageFill(Slice slice) {
        this.limit = slice.limit();
        this.bytes = slice.bytes();
    }

    /**
     * Takes the next item into the page, unless the page is full.
     *
     * @param at its position, where a page that ends with it is gone on from
     * @return false where it did not fit; nothing may be offered after that
     */
    public boolean offer(T item, Bytes at, long size) {
        if (!fits(items.size(), used, size)) {
            return false;
        }
        items.add(item);
        used += size;
        position = at;
        return true;
    }

    /**
     * Notes that everything up to there has been looked at, and that nothing there may be returned.
     */
    public void pass(Bytes at) {
        position = at;
    }

    /** How many of items of these sizes would still fit, in their order. */
    public int fitting(Iterable<Integer> sizes) {
        int count = 0;
        long sum = used;
        for (int size : sizes) {
            if (!fits(items.size() + count, sum, size)) {
                break;
            }
            sum += size;
            count++;
        }
        return count;
    }

    public int limitLeft() {
        return limit - items.size();
    }

    public long bytesLeft() {
        return Math.max(0, bytes - used);
    }

    /** Up to where the read has come; null where it has not moved. */
    public @Nullable Bytes position() {
        return position;
    }

    /** The page, with nothing beyond. */
    public Page<T> end() {
        return Page.end(items);
    }

    /**
     * The page, with something beyond.
     *
     * @throws StoreException.TimedOut where there is no position to go on from: only a deadline can
     *     end a page before its first item
     */
    public Page<T> upToHere() {
        if (position == null) {
            throw new StoreException.TimedOut("the deadline passed before anything was read", null);
        }
        return Page.upTo(items, position);
    }

    private boolean fits(int count, long sum, long size) {
        return count == 0 || (count < limit && sum + size <= bytes);
    }
}
