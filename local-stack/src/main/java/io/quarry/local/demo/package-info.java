/**
 * The demo tenants, and access tokens of demo principals, made through the public doors only:
 * Keycloak and the REST API.
 */
@NullMarked
package io.quarry.local.demo;

import org.jspecify.annotations.NullMarked;
