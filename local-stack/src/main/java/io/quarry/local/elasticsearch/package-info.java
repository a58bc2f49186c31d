/**
 * What runs inside the Elasticsearch process, and only there: Elasticsearch is published as
 * libraries, whose parts that find plugins, and ask for a log-in, are not among them. Nothing else
 * of this program is on that process's class path.
 */
@NullMarked
package io.quarry.local.elasticsearch;

import org.jspecify.annotations.NullMarked;
