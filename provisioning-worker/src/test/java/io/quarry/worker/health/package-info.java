@NullMarked
package io.quarry.worker.health;

import org.jspecify.annotations.NullMarked;
