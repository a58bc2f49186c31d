/**
 * Tests of the routes in memory. They make every order of arrival happen, which a running stack
 * would show only by chance.
 */
@NullMarked
package io.quarry.api.routes;

import org.jspecify.annotations.NullMarked;
