/**
 * How a refusal looks on the wire: RFC 9457 problems with real status codes, the same from JAX-RS
 * resources and from Vert.x routes. The domain owns the codes; the status of each code is fixed
 * here and nowhere else.
 */
@NullMarked
package io.quarry.api.problem;

import org.jspecify.annotations.NullMarked;
