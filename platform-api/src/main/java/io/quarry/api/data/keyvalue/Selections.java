package io.quarry.api.data.keyvalue;

import io.quarry.abstractions.keyvalue.KeyValueLimits;
import io.quarry.abstractions.keyvalue.Selection;
import io.quarry.api.data.KeyEncoding;
import io.quarry.api.data.Query;
import io.quarry.api.data.Refusals;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.KeyRange;

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

    /** Keys, a prefix, a range, or all; two of them at once contradict each other. */
    static KeyRange range(Query query, KeyEncoding encoding) {
        var between = query.has("from") || query.has("to");
        var forms = (query.has("keys") ? 1 : 0) + (query.has("prefix") ? 1 : 0) + (between ? 1 : 0);
        if (forms > 1) {
            throw Refusals.invalid("keys", "keys, prefix and from/to exclude each other");
        }
        if (query.has("keys")) {
            var keys =
                    query.all("keys").stream().map(key -> encoding.fromText(key, "keys")).toList();
            return keys.size() == 1 ? KeyRange.single(keys.getFirst()) : KeyRange.keys(keys);
        }
        var prefix = query.one("prefix");
        if (prefix != null) {
            return KeyRange.prefix(bound(prefix, encoding, "prefix"));
        }
        if (!between) {
            return KeyRange.all();
        }
        var from = query.one("from");
        var to = query.one("to");
        return KeyRange.between(
                from == null ? Bytes.EMPTY : bound(from, encoding, "from"),
                to == null ? null : bound(to, encoding, "to"));
    }

    /** A bound is no key: nothing forbids the empty one. */
    private static Bytes bound(String text, KeyEncoding encoding, String field) {
        return switch (encoding) {
            case TEXT -> Bytes.ofUtf8(text);
            case BASE64URL -> encoding.fromText(text, field);
        };
    }

    private static Include include(Query query) {
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
