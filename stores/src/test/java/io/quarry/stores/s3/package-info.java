/** What is said to an object store, without one and with one. */
@NullMarked
package io.quarry.stores.s3;

import org.jspecify.annotations.NullMarked;
