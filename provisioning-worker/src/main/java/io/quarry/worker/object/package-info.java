/** What is done for tenants' objects on stores that do not do it by themselves. */
@NullMarked
package io.quarry.worker.object;

import org.jspecify.annotations.NullMarked;
