/**
 * Cassandra, held to the contract on a real server. What only Cassandra does (cells, statements,
 * tables) is tested here, too.
 */
@NullMarked
package io.quarry.stores.cassandra;

import org.jspecify.annotations.NullMarked;
