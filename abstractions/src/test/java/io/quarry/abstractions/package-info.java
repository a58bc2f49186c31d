/** What the tests of all abstractions share. It belongs here only when a second one needs it. */
@NullMarked
package io.quarry.abstractions;

import org.jspecify.annotations.NullMarked;
