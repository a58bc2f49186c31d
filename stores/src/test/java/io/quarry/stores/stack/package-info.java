/** Where the servers of the running stack are, for tests on real ones. */
@NullMarked
package io.quarry.stores.stack;

import org.jspecify.annotations.NullMarked;
