package io.quarry.abstractions.keyvalue;

import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.paging.QueryHash;
import io.quarry.abstractions.token.Token;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.RecordReader;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key-value namespace: the only way to its data. How it is read is here, how it is written
 * depends on the kind of writes that its spec chose. Calls block until the deadline at most. They
 * throw {@link io.quarry.abstractions.Refusal} where the request is wrong, with nothing changed,
 * and {@link StoreException} where the store did not answer as it should. Cheap to make, one per
 * route; thread safe.
 */
public abstract sealed class KeyValueNamespace permits KeyValues, ConditionalKeyValues {
    private final RecordReader reader;
    private final NamespaceRef namespace;
    private final PageTokens pageTokens;
    private final @Nullable Duration defaultTtl;
    private final Checks checks;

    KeyValueNamespace(
            RecordReader reader,
            NamespaceRef namespace,
            KeyValueSettings settings,
            PageTokens pageTokens) {
        this.reader = reader;
        this.namespace = namespace;
        this.pageTokens = pageTokens;
        this.defaultTtl = settings.defaultTtl();
        this.checks = new Checks(settings.limits());
    }

    /** One item, or null where there is none. */
    public @Nullable Item get(Bytes record, Bytes key, Include include, Deadline deadline) {
        checks.recordId(record);
        checks.key(key);
        List<Item> items = reader.read(id(record), Slice.of(key, include), deadline).items();
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
        Page<Item> page = reader.read(id(record), slice, deadline);
        return new ItemPage(page.items(), next(page.last(), query));
    }

    /**
     * A page of items of several records, in the order of the queries; records without items are in
     * it, too. Where the deadline is near, it ends early.
     */
    public RecordItemsPage getAll(MultiGet get, Deadline deadline) {
        checks.queries(get.queries());
        int limit = checks.limit(get.limit());
        int bytes = checks.pageBytes(get.pageBytes());
        QueryHash query = Queries.multiGet(get.queries());
        Bytes from = redeem(get.pageToken(), query);
        MultiReader.Found found =
                new MultiReader(reader, namespace, get, limit, bytes, deadline)
                        .page(
                                from == null
                                        ? MultiGetPosition.START
                                        : MultiGetPosition.decode(from));
        return new RecordItemsPage(found.records(), next(found.next(), query));
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
        Page<RecordId> page = reader.records(namespace, scan.segment(), slice, deadline);
        return new RecordPage(
                page.items().stream().map(RecordId::id).toList(), next(page.last(), query));
    }

    final Checks checks() {
        return checks;
    }

    final RecordId id(Bytes record) {
        return new RecordId(namespace, record);
    }

    /** The item as it is stored under that token. */
    final Item stored(NewItem item, Token token) {
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

    private @Nullable String next(@Nullable Bytes last, QueryHash query) {
        return last == null ? null : pageTokens.issue(namespace.uid(), query, last);
    }
}
