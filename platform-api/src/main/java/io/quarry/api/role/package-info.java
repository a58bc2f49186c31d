/**
 * What of the service this process is: one deployable has three roles, all on by default, and a
 * large installation runs them apart. Who does something at a start, or answers requests, asks here
 * whether that is this process's concern.
 */
@NullMarked
package io.quarry.api.role;

import org.jspecify.annotations.NullMarked;
