@NullMarked
package io.quarry.worker.provider;

import org.jspecify.annotations.NullMarked;
