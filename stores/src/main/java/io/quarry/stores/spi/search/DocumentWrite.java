package io.quarry.stores.spi.search;

import io.quarry.stores.spi.Version;

/** One write of one document. Per document the highest {@link Version} wins. */
public sealed interface DocumentWrite {
    String id();

    Version version();

    record Put(Document document) implements DocumentWrite {
        @Override
        public String id() {
            return document.id();
        }

        @Override
        public Version version() {
            return document.version();
        }
    }

    /** Wins over a put of the same generation. */
    record Delete(String id, Version version) implements DocumentWrite {}
}
