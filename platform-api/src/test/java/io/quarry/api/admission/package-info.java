/** Tests of admission. They hold buckets and rooms to what their answers say. */
@NullMarked
package io.quarry.api.admission;

import org.jspecify.annotations.NullMarked;
