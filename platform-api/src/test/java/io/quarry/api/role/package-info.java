/** What a process does in each of its roles, and what it leaves to others. */
@NullMarked
package io.quarry.api.role;

import org.jspecify.annotations.NullMarked;
