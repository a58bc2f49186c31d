@NullMarked
package io.quarry.metadata.patch;

import org.jspecify.annotations.NullMarked;
