package io.quarry.abstractions.cache;

import io.quarry.stores.spi.StoreException;

/** What came of asking for one of several keys. */
public sealed interface Found {
    record Hit(Entry entry) implements Found {}

    record Miss() implements Found {}

    /** Its node did not answer as it should; whether there is an entry is not known. */
    record Failed(StoreException cause) implements Found {}

    /** The answer was full before its turn came. */
    record Unread() implements Found {}
}
