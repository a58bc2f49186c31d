package io.quarry.api.data.keyvalue;

import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.TokenRefused;
import io.quarry.api.data.Refusals;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.stores.spi.Condition;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** What a request demands of the item that it writes; one item, one version, said outright. */
final class Conditions {
    private static final String MATCH = "If-Match";
    private static final String NONE_MATCH = "If-None-Match";

    private Conditions() {}

    /** Of a put. */
    static Condition of(MultiMap headers) {
        var match = one(headers, HttpHeaders.IF_MATCH, MATCH);
        var noneMatch = one(headers, HttpHeaders.IF_NONE_MATCH, NONE_MATCH);
        if (match != null && noneMatch != null) {
            throw Refusals.invalid(MATCH, "If-Match and If-None-Match exclude each other");
        }
        if (match != null) {
            return is(match);
        }
        if (noneMatch == null) {
            throw Refusals.of(
                    ProblemCode.PRECONDITION_REQUIRED,
                    "a write here needs If-Match with the item's token, or If-None-Match: * to"
                            + " create it");
        }
        if (!noneMatch.equals("*")) {
            throw Refusals.invalid(NONE_MATCH, "must be * on a write");
        }
        return new Condition.Absent();
    }

    /** Of a deletion. */
    static Condition.Is ofDeletion(MultiMap headers) {
        var match = one(headers, HttpHeaders.IF_MATCH, MATCH);
        if (headers.contains(HttpHeaders.IF_NONE_MATCH)) {
            throw Refusals.invalid(NONE_MATCH, "what is not there cannot be deleted");
        }
        if (match == null) {
            throw Refusals.of(
                    ProblemCode.PRECONDITION_REQUIRED,
                    "a deletion here needs If-Match with the item's token");
        }
        return is(match);
    }

    private static Condition.Is is(String match) {
        var last = match.length() - 1;
        if (last > 0 && match.charAt(0) == '"' && match.charAt(last) == '"') {
            try {
                return new Condition.Is(Token.parse(match.substring(1, last)).version());
            } catch (TokenRefused.Malformed e) {
                // told below, under the header's own name
            }
        }
        throw Refusals.invalid(MATCH, "must be one token in quotes, as the ETag gives it");
    }

    private static @Nullable String one(MultiMap headers, CharSequence header, String name) {
        var all = headers.getAll(header);
        if (all.size() > 1) {
            throw Refusals.invalid(name, "must be there once");
        }
        return all.isEmpty() ? null : all.getFirst().strip();
    }
}
