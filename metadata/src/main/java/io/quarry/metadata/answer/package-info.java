/**
 * The shapes that doors answer with: pages of a listing, and whether a write created what it wrote.
 */
@NullMarked
package io.quarry.metadata.answer;

import org.jspecify.annotations.NullMarked;
