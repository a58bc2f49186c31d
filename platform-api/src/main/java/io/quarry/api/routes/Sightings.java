package io.quarry.api.routes;

import io.quarry.metadata.access.Principal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Who came by an address that means nobody yet, to be told to PostgreSQL. The first of a name
 * stays; bounded, because what is not kept comes by again.
 */
final class Sightings {
    private static final int MOST = 10_000;

    /** Whoever tells has other things to do. */
    private static final int AT_ONCE = 100;

    private final ConcurrentHashMap<String, Principal> first = new ConcurrentHashMap<>();

    void saw(Principal principal) {
        if (first.size() < MOST) {
            first.putIfAbsent(principal.address(), principal);
        }
    }

    /**
     * Tells some, and forgets them. One that cannot be told is forgotten as well, so that it keeps
     * nobody behind it waiting, and ends the telling.
     */
    void tell(Consumer<Principal> to) {
        first.values().stream()
                .limit(AT_ONCE)
                .forEach(
                        principal -> {
                            first.remove(principal.address(), principal);
                            to.accept(principal);
                        });
    }
}
