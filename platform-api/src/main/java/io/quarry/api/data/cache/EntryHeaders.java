package io.quarry.api.data.cache;

import io.netty.buffer.Unpooled;
import io.quarry.abstractions.cache.Condition;
import io.quarry.abstractions.cache.Entry;
import io.quarry.abstractions.cache.NewEntry;
import io.quarry.abstractions.cache.Written;
import io.quarry.abstractions.token.Token;
import io.quarry.abstractions.token.TokenRefused;
import io.quarry.api.data.Answer;
import io.quarry.api.data.Cost;
import io.quarry.api.data.ItemHeaders;
import io.quarry.api.data.MediaType;
import io.quarry.api.data.Refusals;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.stores.spi.Bytes;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** An entry as headers around its bytes, in both directions. */
final class EntryHeaders {
    static final String IF_MATCH = "If-Match";
    static final String IF_NONE_MATCH = "If-None-Match";

    private EntryHeaders() {}

    /** The entry that a request's headers and body make. */
    static NewEntry of(MultiMap headers, Bytes key, Buffer body) {
        var contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        return new NewEntry(
                key,
                body.getByteBuf().nioBuffer(),
                contentType == null
                        ? MediaType.OCTETS
                        : ItemHeaders.contentType(contentType, "Content-Type"),
                ItemHeaders.metadata(headers),
                ItemHeaders.ttl(headers.get(ItemHeaders.TTL), ItemHeaders.TTL));
    }

    /** What has to be there for the write: {@code If-None-Match: *}, or an {@code If-Match}. */
    static Condition condition(MultiMap headers) {
        var match = headers.getAll(HttpHeaders.IF_MATCH);
        var noneMatch = headers.getAll(HttpHeaders.IF_NONE_MATCH);
        if (match.size() + noneMatch.size() > 1) {
            throw Refusals.invalid(
                    match.isEmpty() ? IF_NONE_MATCH : IF_MATCH, "a write takes one condition");
        }
        if (!noneMatch.isEmpty()) {
            if (!noneMatch.getFirst().strip().equals("*")) {
                throw Refusals.invalid(IF_NONE_MATCH, "a write takes '*' only");
            }
            return new Condition.Absent();
        }
        if (match.isEmpty()) {
            return new Condition.Always();
        }
        var tag = match.getFirst().strip();
        return tag.equals("*") ? new Condition.Present() : new Condition.WrittenBy(token(tag));
    }

    private static Token token(String tag) {
        try {
            if (tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
                return Token.parse(tag.substring(1, tag.length() - 1));
            }
        } catch (TokenRefused e) {
            // told below, in the same words
        }
        throw Refusals.invalid(IF_MATCH, "must be '*' or the ETag of one entry");
    }

    /** A header that the call does not honour must not look as if it were. */
    static void refuse(MultiMap headers, CharSequence... names) {
        for (var name : names) {
            if (headers.contains(name)) {
                throw Refusals.invalid(name.toString(), "is not for this call");
            }
        }
    }

    /**
     * @param known the request's If-None-Match
     */
    static Answer answer(Entry entry, @Nullable String known) {
        var cost = Cost.ofRead(entry.value().remaining());
        var token = entry.token();
        if (token != null && known != null && known.contains(ItemHeaders.etag(token))) {
            return Answer.of(304, cost).with(HttpHeaders.ETAG, ItemHeaders.etag(token));
        }
        var answer =
                Answer.of(
                        200,
                        entry.contentType(),
                        Buffer.buffer(Unpooled.wrappedBuffer(entry.value())),
                        cost);
        if (token != null) {
            answer.with(HttpHeaders.ETAG, ItemHeaders.etag(token))
                    .with(ItemHeaders.TOKEN, token.format());
        }
        return ItemHeaders.describe(answer, entry.expiresAt(), entry.metadata());
    }

    /** The token of a write that is done; any other outcome is a problem. */
    static Token done(Written written) {
        return switch (written) {
            case Written.Done(Token token) -> token;
            case Written.ConditionFailed(Token current) ->
                    throw Refusals.of(
                            ProblemCode.PRECONDITION_FAILED,
                            current == null
                                    ? "the condition does not hold of what is there"
                                    : "the entry was written by " + current);
            case Written.Absent() -> throw absent();
            case Written.IsNumber() ->
                    throw Refusals.of(
                            ProblemCode.ENTRY_KIND, "the entry is a number, which only counts");
        };
    }

    static RuntimeException absent() {
        return Refusals.of(ProblemCode.ENTRY_NOT_FOUND, "the cache has no entry under this key");
    }
}
