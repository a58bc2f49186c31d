package io.quarry.stores.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.DocumentWrite;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A document as it lies in its index: the declared fields below {@link #FIELDS}, what else it has
 * below {@link #REST}, and around them what makes it a versioned one. A deletion is a document
 * without either.
 */
final class StoredDocument {
    /** To sort by: Elasticsearch's own id cannot be. */
    static final String ID = "id";

    static final String TOKEN = "token";
    static final String FIELDS = "fields";
    static final String REST = "rest";
    static final String DELETED = "deleted";
    static final String EXPIRES_AT = "expires_at";

    /** From when on nothing that is late can depend on it; of deletions and what expires. */
    static final String SWEEP_AT = "sweep_at";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StoredDocument() {}

    /** The name of a declared field in a mapping or a request. */
    static String path(String field) {
        return FIELDS + "." + field;
    }

    static ObjectNode of(DocumentWrite write, Instant now) {
        ObjectNode source = JSON.objectNode();
        source.put(ID, write.id());
        source.put(TOKEN, token(write.version()));
        switch (write) {
            case DocumentWrite.Put(Document document) -> {
                Instant expiresAt = document.expiresAt();
                if (expiresAt != null) {
                    source.put(EXPIRES_AT, micros(expiresAt));
                    source.put(
                            SWEEP_AT,
                            micros(later(expiresAt, remembered(document.version(), now))));
                }
                source.set(FIELDS, document.fields());
                if (!document.rest().isEmpty()) {
                    source.set(REST, document.rest());
                }
            }
            case DocumentWrite.Delete(_, Version version) -> {
                source.put(DELETED, true);
                source.put(SWEEP_AT, micros(remembered(version, now)));
            }
        }
        return source;
    }

    /** The document, or null where it is a deletion or has expired. */
    static @Nullable Document read(String id, JsonNode source, Instant now) {
        JsonNode expires = source.path(EXPIRES_AT);
        Document document =
                new Document(
                        id,
                        object(source.path(FIELDS)),
                        object(source.path(REST)),
                        version(source.path(TOKEN).asText()),
                        expires.isNumber() ? instant(expires.asLong()) : null);
        return source.path(DELETED).asBoolean() || document.expired(now) ? null : document;
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Instant remembered(Version version, Instant now) {
        return later(now, instant(version.generation())).plus(Layout.DELETIONS_REMEMBERED);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static ObjectNode object(JsonNode json) {
        return json instanceof ObjectNode object ? object : JSON.objectNode();
    }

    private static String token(Version version) {
        return version.generation() + "-" + HexFormat.of().toHexDigits(version.nonce());
    }

    private static Version version(String token) {
        int dash = token.indexOf('-');
        if (dash < 1) {
            throw new StoreException.Rejected("a document without a version: " + token, null);
        }
        return new Version(
                Long.parseLong(token, 0, dash, 10),
                HexFormat.fromHexDigitsToLong(token, dash + 1, token.length()));
    }
}
