package io.quarry.abstractions.keyvalue;

import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.paging.QueryHash;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key-value namespace: the only way to its data. Every write answers the token that it carries,
 * the caller's own or a minted one, whether it won or not, and may be repeated with that token.
 * Calls block until the deadline at most. They throw {@link io.quarry.abstractions.Refusal} where
 * the request is wrong, with nothing changed, and {@link StoreException} where the store did not
 * answer as it should. Cheap to make, one per route; thread safe.
 */
public final class KeyValues {
    private final KeyValueStore store;
    private final NamespaceRef namespace;
    private final Tokens tokens;
    private final PageTokens pageTokens;
    private final @Nullable Duration defaultTtl;
    private final Checks checks;

    public KeyValues(
            KeyValueStore store,
            NamespaceRef namespace,
            KeyValueSettings settings,
            Tokens tokens,
            PageTokens pageTokens) {
        this.store = store;
        this.namespace = namespace;
        this.tokens = tokens;
        this.pageTokens = pageTokens;
        this.defaultTtl = settings.defaultTtl();
        this.checks = new Checks(settings.limits());
    }

    /** Writes one item. */
    public Token put(Bytes record, NewItem item, @Nullable Token given, Deadline deadline) {
        checks.recordId(record);
        checks.item(item);
        Token token = tokens.accept(given);
        store.put(id(record), List.of(stored(item, token)), deadline);
        return token;
    }

    /**
     * Writes several items of one record, visible all at once; none is valid and changes nothing.
     */
    public Token putAll(
            Bytes record, List<NewItem> items, @Nullable Token given, Deadline deadline) {
        checks.recordId(record);
        checks.batch(items);
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
        checks.recordId(record);
        checks.batch(items);
        refuseTwins(items);
        Token token = tokens.accept(given);
        putAt(record, items, token, deadline);
        store.delete(id(record), KeyRange.all(), token.justBefore(), deadline);
        return token;
    }

    /** One item, or null where there is none. */
    public @Nullable Item get(Bytes record, Bytes key, Include include, Deadline deadline) {
        checks.recordId(record);
        checks.key(key);
        List<Item> items = store.read(id(record), Slice.of(key, include), deadline).items();
        return items.isEmpty() ? null : items.getFirst();
    }

    /** A page of a record's items. A record without items is an empty page. */
    public ItemPage list(Bytes record, Selection selection, Deadline deadline) {
        checks.recordId(record);
        checks.range(selection.range());
        int limit = checks.limit(selection.limit());
        int bytes = checks.pageBytes(selection.pageBytes());
        QueryHash query = Queries.items(record, selection.range(), selection.reverse());
        Bytes after = redeem(selection.pageToken(), query);
        Slice slice =
                new Slice(
                        selection.range(),
                        after,
                        selection.reverse(),
                        limit,
                        bytes,
                        selection.include());
        Page<Item> page = store.read(id(record), slice, deadline);
        return new ItemPage(page.items(), next(page, query));
    }

    /** Deletes one item. */
    public Token delete(Bytes record, Bytes key, @Nullable Token given, Deadline deadline) {
        return deleteRange(record, KeyRange.single(key), given, deadline);
    }

    /** Deletes all items of a range that are not newer than the token. */
    public Token deleteRange(
            Bytes record, KeyRange range, @Nullable Token given, Deadline deadline) {
        checks.recordId(record);
        checks.range(range);
        Token token = tokens.accept(given);
        store.delete(id(record), range, token.version(), deadline);
        return token;
    }

    /** Deletes a whole record. */
    public Token deleteRecord(Bytes record, @Nullable Token given, Deadline deadline) {
        return deleteRange(record, KeyRange.all(), given, deadline);
    }

    /**
     * A page of the ids of records that have items. Records written or deleted meanwhile may be
     * listed or not.
     */
    public RecordPage scan(Scan scan, Deadline deadline) {
        int limit = checks.limit(scan.limit());
        int bytes = checks.pageBytes(scan.pageBytes());
        QueryHash query = Queries.records(scan.segment());
        Slice slice =
                new Slice(
                        KeyRange.all(),
                        redeem(scan.pageToken(), query),
                        false,
                        limit,
                        bytes,
                        Include.KEYS);
        Page<RecordId> page = store.records(namespace, scan.segment(), slice, deadline);
        return new RecordPage(page.items().stream().map(RecordId::id).toList(), next(page, query));
    }

    private RecordId id(Bytes record) {
        return new RecordId(namespace, record);
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

    private Item stored(NewItem item, Token token) {
        Duration ttl = item.ttl() == null ? defaultTtl : item.ttl();
        Instant expiresAt =
                ttl == null
                        ? null
                        : Instant.EPOCH.plus(token.generation(), ChronoUnit.MICROS).plus(ttl);
        return new Item(
                item.key(),
                item.value(),
                item.contentType(),
                item.metadata(),
                token.version(),
                expiresAt);
    }

    private @Nullable Bytes redeem(@Nullable String pageToken, QueryHash query) {
        return pageToken == null ? null : pageTokens.redeem(pageToken, namespace.uid(), query);
    }

    private @Nullable String next(Page<?> page, QueryHash query) {
        Bytes last = page.last();
        return last == null ? null : pageTokens.issue(namespace.uid(), query, last);
    }
}
