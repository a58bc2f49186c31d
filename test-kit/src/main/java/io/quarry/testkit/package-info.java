/** What the tests of several modules need; no service has it on its class path. */
@NullMarked
package io.quarry.testkit;

import org.jspecify.annotations.NullMarked;
