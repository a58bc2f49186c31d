/**
 * Tokens name writes: they make repeating harmless and decide which write wins. Reading, minting
 * and judging them belongs here, since every abstraction does it alike.
 */
@NullMarked
package io.quarry.abstractions.token;

import org.jspecify.annotations.NullMarked;
