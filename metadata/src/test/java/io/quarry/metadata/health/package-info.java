@NullMarked
package io.quarry.metadata.health;

import org.jspecify.annotations.NullMarked;
