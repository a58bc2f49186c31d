package io.quarry.api.data.keyvalue;

import io.quarry.abstractions.keyvalue.KeyValueLimits;
import io.quarry.abstractions.keyvalue.Selection;
import io.quarry.api.data.KeyEncoding;
import io.quarry.api.data.Query;
import io.quarry.api.data.Refusals;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.KeyRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which items a query means. */
final class Selections {
    private static final int DEFAULT_PAGE = 100;

    private Selections() {}

    static Selection of(Query query, KeyEncoding encoding, KeyValueLimits limits) {
        return new Selection(
                range(query, encoding),
                query.flag("reverse"),
                query.atMost("limit", 1, limits.pageItems(), DEFAULT_PAGE),
                query.atMost("page_bytes", 1, limits.pageBytes(), limits.defaultPageBytes()),
                include(query),
                query.one("page_token"));
    }

    /**
     * Keys, a prefix or a range as a request writes them, each null where it has none.
     *
     * @param path what stands before each field's name where a refusal names it
     */
    record Written(
            String path,
            @Nullable List<String> keys,
            @Nullable String prefix,
            @Nullable String from,
            @Nullable String to) {}

    static KeyRange range(Query query, KeyEncoding encoding) {
        return range(
                new Written(
                        "",
                        query.has("keys") ? query.all("keys") : null,
                        query.one("prefix"),
                        query.one("from"),
                        query.one("to")),
                encoding);
    }

    /** Keys, a prefix, a range, or all; two of them at once contradict each other. */
    static KeyRange range(Written written, KeyEncoding encoding) {
        var path = written.path();
        var from = written.from();
        var to = written.to();
        var between = from != null || to != null;
        var forms =
                (written.keys() == null ? 0 : 1)
                        + (written.prefix() == null ? 0 : 1)
                        + (between ? 1 : 0);
        if (forms > 1) {
            throw Refusals.invalid(path + "keys", "keys, prefix and from/to exclude each other");
        }
        if (written.keys() != null) {
            var keys =
                    written.keys().stream()
                            .map(key -> encoding.fromText(key, path + "keys"))
                            .toList();
            return keys.size() == 1 ? KeyRange.single(keys.getFirst()) : KeyRange.keys(keys);
        }
        if (written.prefix() != null) {
            return KeyRange.prefix(bound(written.prefix(), encoding, path + "prefix"));
        }
        if (!between) {
            return KeyRange.all();
        }
        return KeyRange.between(
                from == null ? Bytes.EMPTY : bound(from, encoding, path + "from"),
                to == null ? null : bound(to, encoding, path + "to"));
    }

    /** A bound is no key: nothing forbids the empty one. */
    private static Bytes bound(String text, KeyEncoding encoding, String field) {
        return switch (encoding) {
            case TEXT -> Bytes.ofUtf8(text);
            case BASE64URL -> encoding.fromText(text, field);
        };
    }

    static Include include(Query query) {
        return switch (query.one("include")) {
            case null -> Include.VALUES;
            case "values" -> Include.VALUES;
            case "metadata" -> Include.METADATA;
            case "keys" -> Include.KEYS;
            case String _ ->
                    throw Refusals.invalid("include", "must be 'keys', 'metadata' or 'values'");
        };
    }
}
