/** Tests of what the promises themselves compute. */
@NullMarked
package io.quarry.stores.spi;

import org.jspecify.annotations.NullMarked;
