/** What is written down of changes and of denials, on the real database. */
@NullMarked
package io.quarry.metadata.audit;

import org.jspecify.annotations.NullMarked;
