/**
 * Every promise of key-value that a store can keep, under the number that it has in the
 * documentation. One file a thing that is promised.
 */
@NullMarked
package io.quarry.abstractions.keyvalue;

import org.jspecify.annotations.NullMarked;
