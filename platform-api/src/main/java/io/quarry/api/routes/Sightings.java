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

    private final ConcurrentHashMap<String, Principal> first = new ConcurrentHashMap<>();

    void saw(Principal principal) {
        if (first.size() < MOST) {
            first.putIfAbsent(principal.address(), principal);
        }
    }

    /**
     * Forgets each once it is told; one that could not be told stays, and so do those behind it.
     */
    void tell(Consumer<Principal> to) {
        first.values()
                .forEach(
                        principal -> {
                            to.accept(principal);
                            first.remove(principal.address(), principal);
                        });
    }
}
