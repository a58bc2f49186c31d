/** What the interfaces of stores say by themselves, without a store. */
@NullMarked
package io.quarry.stores.spi;

import org.jspecify.annotations.NullMarked;
