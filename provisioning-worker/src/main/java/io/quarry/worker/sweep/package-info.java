/** What is done for tenants' data on stores that do not let it expire by themselves. */
@NullMarked
package io.quarry.worker.sweep;

import org.jspecify.annotations.NullMarked;
