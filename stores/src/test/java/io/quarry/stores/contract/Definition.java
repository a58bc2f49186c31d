package io.quarry.stores.contract;

import io.quarry.stores.contract.Histories.Delete;
import io.quarry.stores.contract.Histories.Put;
import io.quarry.stores.contract.Histories.Read;
import io.quarry.stores.contract.Histories.Step;
import io.quarry.stores.spi.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a read must answer, by the words of the contract: a search through everything that ever
 * happened, and no state.
 */
public final class Definition {
    private Definition() {}

    /** The items that a read after these steps answers when it may read all pages' worth. */
    public static List<Item> answer(List<Step> before, Read read, long base, Instant now) {
        Map<io.quarry.stores.spi.Bytes, Item> items = new TreeMap<>();
        puts(before)
                .map(put -> put.item(base))
                .map(Item::key)
                .distinct()
                .forEach(
                        key ->
                                winner(before, key, base)
                                        .filter(item -> !item.expired(now))
                                        .filter(item -> !deleted(before, item, base))
                                        .filter(
                                                item ->
                                                        read.range().contains(key)
                                                                && read.slice().isBeyondAfter(key))
                                        .ifPresent(
                                                item -> items.put(key, item.only(read.include()))));
        List<Item> ordered = new ArrayList<>(items.values());
        return read.reverse() ? ordered.reversed() : ordered;
    }

    private static Optional<Item> winner(
            List<Step> before, io.quarry.stores.spi.Bytes key, long base) {
        return puts(before)
                .map(put -> put.item(base))
                .filter(item -> item.key().equals(key))
                .max(Comparator.comparing(Item::version));
    }

    private static boolean deleted(List<Step> before, Item item, long base) {
        return before.stream()
                .anyMatch(
                        step ->
                                step instanceof Delete delete
                                        && delete.range().contains(item.key())
                                        && base + delete.generation()
                                                >= item.version().generation());
    }

    private static Stream<Put> puts(List<Step> before) {
        return before.stream().filter(Put.class::isInstance).map(Put.class::cast);
    }
}
