package io.quarry.api.data;

import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.quarry.metadata.problem.ProblemCode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How a body is encoded on its way. What is stored is what it decodes to, so that every reader may
 * choose for itself.
 */
public enum ContentEncoding {
    IDENTITY,
    GZIP;

    /** Below, an encoded value is hardly shorter. */
    private static final int WORTH_IT = 1024;

    /**
     * Of a request's body.
     *
     * @throws io.quarry.metadata.problem.ProblemException where it is another one
     */
    public static ContentEncoding of(MultiMap headers) {
        var named = headers.get(HttpHeaders.CONTENT_ENCODING);
        return switch (named == null ? "identity" : named.strip().toLowerCase(Locale.ROOT)) {
            case "identity" -> IDENTITY;
            case "gzip" -> GZIP;
            case String _ ->
                    throw Refusals.of(
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                            "bodies are taken as they are or as gzip; Content-Encoding "
                                    + named
                                    + " is not");
        };
    }

    /**
     * The body as it was before it was encoded; no more of it is made than may be stored.
     *
     * @param what it is, where a refusal names it
     * @param limit in bytes
     */
    public Buffer decoded(Buffer body, String what, long limit) {
        return switch (this) {
            case IDENTITY -> body;
            case GZIP -> {
                try (var in = new GZIPInputStream(new ByteBufInputStream(body.getByteBuf()))) {
                    var decoded = in.readNBytes(Math.toIntExact(limit + 1));
                    if (decoded.length > limit) {
                        throw Refusals.tooLarge(what, limit, decoded.length);
                    }
                    yield Buffer.buffer(Unpooled.wrappedBuffer(decoded));
                } catch (IOException e) {
                    throw Refusals.invalid(
                            "Content-Encoding", "the body is not gzip, or not whole");
                }
            }
        };
    }

    /** The value as gzip, where that is shorter. */
    public static @Nullable Buffer gzip(ByteBuffer value) {
        var length = value.remaining();
        if (length < WORTH_IT) {
            return null;
        }
        var bytes = Unpooled.buffer(length / 2);
        try (var out = new GZIPOutputStream(new ByteBufOutputStream(bytes));
                var into = Channels.newChannel(out)) {
            into.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.readableBytes() < length ? Buffer.buffer(bytes) : null;
    }
}
