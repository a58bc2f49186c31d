package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.Tokens;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.DocumentWrite;
import io.quarry.stores.spi.search.RefusedWrite;
import io.quarry.stores.spi.search.SearchPage;
import io.quarry.stores.spi.search.SearchRequest;
import io.quarry.stores.spi.search.SearchStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One search namespace: the only way to its documents. Every write answers the token that it
 * carries, the caller's own or a minted one, whether it won or not, and may be repeated with that
 * token. Calls block until the deadline at most. They throw {@link io.quarry.abstractions.Refusal}
 * where the request is wrong, with nothing changed, and {@link StoreException} where the store did
 * not answer as it should. Cheap to make, one per route; thread safe.
 */
public final class Searches {
    /** What a hit is taken to have before one was seen. */
    private static final int FIRST_GUESS_BYTES = 1_024;

    /** How many hits it takes until the mean is mostly of newer ones. */
    private static final int WEIGHT = 8;

    private final SearchStore store;
    private final NamespaceRef namespace;
    private final SearchSettings settings;
    private final Tokens tokens;
    private final PageTokens pageTokens;
    private final Checks checks;
    private final DocumentReader documents;
    private final PointsInTime pointsInTime;

    /** A running mean, which decides how many hits are fetched for a page of so many bytes. */
    private final AtomicInteger hitBytes = new AtomicInteger(FIRST_GUESS_BYTES);

    public Searches(
            SearchStore store,
            NamespaceRef namespace,
            SearchSettings settings,
            Tokens tokens,
            PageTokens pageTokens) {
        this.store = store;
        this.namespace = namespace;
        this.settings = settings;
        this.tokens = tokens;
        this.pageTokens = pageTokens;
        this.checks = new Checks(settings.limits());
        this.documents = new DocumentReader(settings);
        this.pointsInTime = new PointsInTime(store, namespace, settings.limits().pointsInTime());
    }

    /**
     * Writes one document.
     *
     * @param json an object, whose declared fields must be of their types; what else it has is kept
     *     with it and never searched
     * @param ttl from the token's generation on; null means that it stays
     * @param visible whether to answer only when queries find it
     */
    public Token put(
            String id,
            byte[] json,
            @Nullable Duration ttl,
            @Nullable Token given,
            boolean visible,
            Deadline deadline) {
        checks.id(id);
        checks.documentBytes(json.length);
        Checks.ttl(ttl, "ttl");
        ObjectNode document = Json.object(json, "");
        List<Violation> found = new ArrayList<>();
        DocumentReader.Parts parts = documents.read(document, "", found);
        if (!found.isEmpty()) {
            throw new SearchRefused.Invalid(found);
        }
        Token token = tokens.accept(given);
        Document stored =
                new Document(
                        id,
                        parts.fields(),
                        parts.rest(),
                        token.version(),
                        Checks.expiry(token, ttl));
        write(List.of(new DocumentWrite.Put(stored)), visible, deadline);
        return token;
    }

    /** One document as it was last written, or null where there is none. */
    public @Nullable ReadDocument get(String id, Deadline deadline) {
        checks.id(id);
        Document found = store.get(namespace, id, deadline);
        return found == null
                ? null
                : new ReadDocument(
                        DocumentReader.whole(found.fields(), found.rest()),
                        Token.of(found.version()),
                        found.expiresAt());
    }

    /** Deletes one document. */
    public Token delete(String id, @Nullable Token given, boolean visible, Deadline deadline) {
        checks.id(id);
        Token token = tokens.accept(given);
        write(List.of(new DocumentWrite.Delete(id, token.version())), visible, deadline);
        return token;
    }

    /**
     * Carries out many writes, each by itself, in their order for one document.
     *
     * @param lines NDJSON: {@code {"put": {"id", "document", "token", "ttl"}}} or {@code {"delete":
     *     {"id", "token"}}}; tokens and ttl may be left out
     * @return in the order of the lines
     * @throws SearchRefused with all that is wrong with all lines, nothing having been written
     */
    public List<Written> batch(byte[] lines, boolean visible, Deadline deadline) {
        List<DocumentWrite> writes = new BatchReader(checks, documents, tokens).read(lines);
        write(writes, visible, deadline);
        return writes.stream()
                .map(write -> new Written(write.id(), Token.of(write.version())))
                .toList();
    }

    /**
     * A page of what a query finds. What it costs is known and refused before the store is asked.
     *
     * @param json in the language of docs/reference/search-query.md
     */
    public Found query(byte[] json, Deadline deadline) {
        SearchQuery query = QueryReader.read(json, settings);
        String pageToken = query.pageToken();
        Cursor cursor =
                pageToken == null
                        ? new Cursor(List.of(), null)
                        : Cursor.of(pageTokens.redeem(pageToken, namespace.uid(), query.hash()));
        return query.pages() ? paged(query, cursor, deadline) : single(query, cursor, deadline);
    }

    private Found single(SearchQuery query, Cursor cursor, Deadline deadline) {
        SearchRequest request = fetched(query).from(cursor.sortValues(), null);
        return found(query, cut(query, found(request, deadline)), null);
    }

    /** Where the point in time is gone, another begins, and the page with it where it should. */
    private Found paged(SearchQuery query, Cursor cursor, Deadline deadline) {
        String held = cursor.pointInTime();
        SearchRequest request = fetched(query);
        SearchPage page =
                held == null
                        ? null
                        : store.search(
                                namespace, request.from(cursor.sortValues(), held), deadline);
        if (page == null) {
            String opened = pointsInTime.open(deadline);
            page = found(request.from(cursor.sortValues(), opened), deadline);
        }
        SearchPage whole = page;
        SearchPage shown = cut(query, page);
        boolean more =
                whole.hits().size() == request.limit() || shown.hits().size() < whole.hits().size();
        String at = page.pointInTime();
        if (more && !shown.hits().isEmpty()) {
            if (at != null) {
                pointsInTime.hold(at, deadline);
            }
            Cursor next = new Cursor(shown.hits().getLast().sortValues(), at);
            return found(
                    query, shown, pageTokens.issue(namespace.uid(), query.hash(), next.bytes()));
        }
        if (at != null) {
            pointsInTime.close(at, deadline);
        }
        return found(query, shown, null);
    }

    private SearchPage found(SearchRequest request, Deadline deadline) {
        SearchPage page = store.search(namespace, request, deadline);
        if (page == null) {
            // opened a moment ago, so that the engine has lost it since
            throw new StoreException.Unavailable("the point in time is gone", null);
        }
        return page;
    }

    /** Not many more than the bytes of a page hold. */
    private SearchRequest fetched(SearchQuery query) {
        SearchRequest request = query.request();
        int fitting = 1 + 2 * (query.pageBytes() / Math.max(1, hitBytes.get()));
        return request.upTo(Math.min(request.limit(), fitting));
    }

    private SearchPage cut(SearchQuery query, SearchPage page) {
        List<SearchPage.Hit> hits = new ArrayList<>();
        long bytes = 0;
        for (SearchPage.Hit hit : page.hits()) {
            Document document = hit.document();
            int size =
                    document.id().length()
                            + document.fields().toString().length()
                            + document.rest().toString().length();
            if (query.request().documents()) {
                hitBytes.updateAndGet(mean -> mean + (size - mean) / WEIGHT);
            }
            bytes += size;
            if (bytes > query.pageBytes() && !hits.isEmpty()) {
                break;
            }
            hits.add(hit);
        }
        return new SearchPage(
                hits, page.total(), page.totalExact(), page.facets(), page.pointInTime());
    }

    private static Found found(SearchQuery query, SearchPage page, @Nullable String next) {
        boolean whole = query.request().documents();
        return new Found(
                page.hits().stream().map(hit -> hit(hit, whole)).toList(),
                page.total(),
                page.totalExact(),
                page.facets(),
                next,
                query.cost());
    }

    private static Found.Hit hit(SearchPage.Hit hit, boolean whole) {
        Document document = hit.document();
        return new Found.Hit(
                document.id(),
                Token.of(document.version()),
                document.expiresAt(),
                hit.score(),
                whole ? DocumentReader.whole(document.fields(), document.rest()) : null,
                hit.highlights());
    }

    private void write(List<DocumentWrite> writes, boolean visible, Deadline deadline) {
        if (writes.isEmpty()) {
            return;
        }
        List<RefusedWrite> refused = store.write(namespace, writes, visible, deadline);
        if (!refused.isEmpty()) {
            throw new SearchRefused.Invalid(
                    refused.stream()
                            .map(
                                    each ->
                                            new Violation(
                                                    Json.at("", each.index()),
                                                    "is refused by the index: " + each.reason()))
                            .toList());
        }
    }
}
