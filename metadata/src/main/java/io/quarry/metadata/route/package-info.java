/**
 * What the data plane needs to serve, as records under one total order of revisions that is also
 * the order of commits. A reader that asks for what changed since a revision therefore never misses
 * a late commit.
 */
@NullMarked
package io.quarry.metadata.route;

import org.jspecify.annotations.NullMarked;
