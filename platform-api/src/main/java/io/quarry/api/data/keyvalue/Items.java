package io.quarry.api.data.keyvalue;

import io.netty.buffer.Unpooled;
import io.quarry.abstractions.keyvalue.NewItem;
import io.quarry.abstractions.token.Token;
import io.quarry.api.data.Answer;
import io.quarry.api.data.ContentEncoding;
import io.quarry.api.data.ItemHeaders;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Item;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** An item as headers around its bytes, in both directions. */
final class Items {
    private Items() {}

    /** The item that a request's headers and body make. */
    static NewItem of(MultiMap headers, Bytes key, Buffer body) {
        var contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        return new NewItem(
                key,
                body.getByteBuf().nioBuffer(),
                contentType == null
                        ? NewItem.OCTETS
                        : ItemHeaders.contentType(contentType, "Content-Type"),
                ItemHeaders.metadata(headers),
                ItemHeaders.ttl(headers.get(ItemHeaders.TTL), ItemHeaders.TTL));
    }

    /**
     * @param encodable whether the caller takes gzip
     */
    static Answer answer(Item item, boolean encodable, long cost) {
        var token = Token.of(item.version());
        var encoded = encodable ? ContentEncoding.gzip(item.value()) : null;
        var body = encoded == null ? Buffer.buffer(Unpooled.wrappedBuffer(item.value())) : encoded;
        var answer =
                Answer.of(200, item.contentType(), body, cost)
                        .with(HttpHeaders.ETAG, ItemHeaders.etag(token))
                        .with(ItemHeaders.TOKEN, token.format())
                        .with(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (encoded != null) {
            answer.with(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return ItemHeaders.describe(answer, item.expiresAt(), item.metadata());
    }
}
