package io.quarry.api.role;

import java.util.Locale;

/** A part of the work of platform-api that a process can have by itself. */
public enum ProcessRole {
    /** The control routes, the contract and the portal; needs PostgreSQL. */
    CONTROL,

    /**
     * The data routes, by routes in memory; needs neither PostgreSQL nor Kafka nor Keycloak to go
     * on.
     */
    DATA,

    /** What nobody asks for and has to be done: clients of the identity provider are settled. */
    BACKGROUND;

    /** As configuration and readiness have it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
