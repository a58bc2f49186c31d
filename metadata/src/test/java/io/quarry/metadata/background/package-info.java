@NullMarked
package io.quarry.metadata.background;

import org.jspecify.annotations.NullMarked;
