/**
 * The routes in memory: what a gateway must know to serve data while PostgreSQL, Kafka and the
 * identity provider are away. They come from the compacted topic, from a file of the last run and,
 * when Kafka is away, from PostgreSQL; requests only look them up.
 */
@NullMarked
package io.quarry.api.routes;

import org.jspecify.annotations.NullMarked;
