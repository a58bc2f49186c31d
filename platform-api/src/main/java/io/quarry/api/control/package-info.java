/**
 * The control routes under {@code /api/v1}: resources translate HTTP and leave the rules to the
 * doors of metadata. Nothing here touches a store, and no data request passes through here.
 */
@NullMarked
package io.quarry.api.control;

import org.jspecify.annotations.NullMarked;
