/** What a service does by itself, for as long as it runs. */
@NullMarked
package io.quarry.metadata.background;

import org.jspecify.annotations.NullMarked;
