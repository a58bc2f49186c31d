package io.quarry.abstractions.keyvalue;

import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.NamespaceRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A namespace in which the last write wins. Every write answers the token that it carries, the
 * caller's own or a minted one, whether it won or not, and may be repeated with that token.
 */
public final class KeyValues extends KeyValueNamespace {
    private final KeyValueStore store;
    private final Tokens tokens;

    public KeyValues(
            KeyValueStore store,
            NamespaceRef namespace,
            KeyValueSettings settings,
            Tokens tokens,
            PageTokens pageTokens) {
        super(store, namespace, settings, pageTokens);
        this.store = store;
        this.tokens = tokens;
    }

    /** Writes one item. */
    public Token put(Bytes record, NewItem item, @Nullable Token given, Deadline deadline) {
        checks().recordId(record);
        checks().item(item);
        Token token = tokens.accept(given);
        store.put(id(record), List.of(stored(item, token)), deadline);
        return token;
    }

    /**
     * Writes several items of one record, visible all at once; none is valid and changes nothing.
     */
    public Token putAll(
            Bytes record, List<NewItem> items, @Nullable Token given, Deadline deadline) {
        checks().recordId(record);
        checks().batch(items);
        refuseTwins(items);
        Token token = tokens.accept(given);
        putAt(record, items, token, deadline);
        return token;
    }

    /**
     * Makes the record consist of these items: writes them at the token's generation and deletes
     * what is older. In this order, a reader in between may see old and new items together, and
     * never a record that looks deleted.
     */
    public Token replace(
            Bytes record, List<NewItem> items, @Nullable Token given, Deadline deadline) {
        checks().recordId(record);
        checks().batch(items);
        refuseTwins(items);
        Token token = tokens.accept(given);
        putAt(record, items, token, deadline);
        store.delete(id(record), KeyRange.all(), token.justBefore(), deadline);
        return token;
    }

    /** Deletes one item. */
    public Token delete(Bytes record, Bytes key, @Nullable Token given, Deadline deadline) {
        return deleteRange(record, KeyRange.single(key), given, deadline);
    }

    /** Deletes all items of a range that are not newer than the token. */
    public Token deleteRange(
            Bytes record, KeyRange range, @Nullable Token given, Deadline deadline) {
        checks().recordId(record);
        checks().range(range);
        Token token = tokens.accept(given);
        store.delete(id(record), range, token.version(), deadline);
        return token;
    }

    /** Deletes a whole record. */
    public Token deleteRecord(Bytes record, @Nullable Token given, Deadline deadline) {
        return deleteRange(record, KeyRange.all(), given, deadline);
    }

    private void putAt(Bytes record, List<NewItem> items, Token token, Deadline deadline) {
        if (!items.isEmpty()) {
            store.put(
                    id(record), items.stream().map(item -> stored(item, token)).toList(), deadline);
        }
    }

    /** Two items of one key under one token would be a tie that no caller can have meant. */
    private static void refuseTwins(List<NewItem> items) {
        if (items.stream().map(NewItem::key).distinct().count() != items.size()) {
            throw new KeyValueRefused.Invalid("items", "Two items have the same key.");
        }
    }
}
