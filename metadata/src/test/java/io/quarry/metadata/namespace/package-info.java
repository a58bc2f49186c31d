/** What a spec may say, and what a request comes to, as tables without a store. */
@NullMarked
package io.quarry.metadata.namespace;

import org.jspecify.annotations.NullMarked;
