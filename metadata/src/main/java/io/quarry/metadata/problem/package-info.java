/**
 * Every problem that the platform can answer, as one enum, and the exception that carries it. The
 * domain owns the codes; the API owns the status codes.
 */
@NullMarked
package io.quarry.metadata.problem;

import org.jspecify.annotations.NullMarked;
