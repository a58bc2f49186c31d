package io.quarry.stores.contract;

import static io.quarry.stores.contract.Samples.soon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Version;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.DocumentWrite;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchField.Type;
import io.quarry.stores.spi.search.SearchPage;
import io.quarry.stores.spi.search.SearchRequest;
import io.quarry.stores.spi.search.SearchStore;
import io.quarry.stores.spi.search.Sort;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store, an index of a field of each type for each test, and the calls that tests share. */
abstract class SearchContract {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    protected static final SearchField TITLE = SearchField.of("title", Type.TEXT);
    protected static final SearchField CODE =
            new SearchField("code", Type.TEXT, "whitespace", null);
    protected static final SearchField TAG = SearchField.of("tag", Type.KEYWORD);
    protected static final SearchField VIEWS = SearchField.of("views", Type.LONG);
    protected static final SearchField PRICE = SearchField.of("price", Type.DOUBLE);
    protected static final SearchField SEEN = SearchField.of("seen", Type.DATE);
    protected static final SearchField OPEN = SearchField.of("open", Type.BOOLEAN);
    protected static final SearchField PLACE = SearchField.of("place", Type.GEO_POINT);
    protected static final SearchField MEANING =
            new SearchField("meaning", Type.DENSE_VECTOR, null, 3);

    protected static final List<SearchField> FIELDS =
            List.of(TITLE, CODE, TAG, VIEWS, PRICE, SEEN, OPEN, PLACE, MEANING);

    protected final TestClock clock = new TestClock();
    protected NamespaceRef namespace = Samples.namespace();

    /** The store under test; expires by {@link #clock}. */
    protected abstract SearchStore store();

    protected abstract void ensure(NamespaceRef index, List<SearchField> fields);

    protected abstract void drop(NamespaceRef index);

    @BeforeEach
    void make() {
        clock.reset();
        namespace = Samples.namespace();
        ensure(namespace, FIELDS);
    }

    @AfterEach
    void dropIndex() {
        try {
            drop(namespace);
        } finally {
            close();
        }
    }

    /** Lets go of what the test holds open; nothing for most. */
    protected void close() {}

    protected static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    protected static Document document(String id, String fields, Version version) {
        return document(id, fields, version, null);
    }

    protected static Document document(
            String id, String fields, Version version, @Nullable Instant expiresAt) {
        return new Document(
                id, (ObjectNode) json(fields), (ObjectNode) json("{}"), version, expiresAt);
    }

    /** Written now, one microsecond after the other, and found when this has answered. */
    protected void put(String... idsAndFields) {
        DocumentWrite[] writes = new DocumentWrite[idsAndFields.length / 2];
        for (int i = 0; i < writes.length; i++) {
            writes[i] =
                    new DocumentWrite.Put(
                            document(
                                    idsAndFields[2 * i],
                                    idsAndFields[2 * i + 1],
                                    Samples.version(Samples.now())));
        }
        write(writes);
    }

    protected void write(DocumentWrite... writes) {
        if (!store().write(namespace, Arrays.asList(writes), true, soon()).isEmpty()) {
            throw new AssertionError("a write was refused");
        }
    }

    protected static DocumentWrite put(String id, String fields, Version version) {
        return new DocumentWrite.Put(document(id, fields, version));
    }

    protected @Nullable String title(String id) {
        Document found = store().get(namespace, id, soon());
        return found == null ? null : found.fields().path("title").asText();
    }

    protected SearchPage search(SearchRequest request) {
        return Objects.requireNonNull(store().search(namespace, request, soon()));
    }

    /** The ids of what meets it, by id. */
    protected List<String> ids(Condition where) {
        return ids(where, List.of());
    }

    protected List<String> ids(Condition where, List<Sort> sort) {
        return ids(search(SearchRequest.of(where, sort, 100)));
    }

    protected static List<String> ids(SearchPage page) {
        return page.hits().stream().map(hit -> hit.document().id()).toList();
    }
}
