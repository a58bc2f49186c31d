package io.quarry.api.routes;

import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Subject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an address gives.
 *
 * @param subject whom it means; null while that is nobody yet, and whoever comes has it
 * @param open whether it will mean whoever comes first
 */
record Held(Access access, @Nullable Subject subject, boolean open) {
    /** Null for whoever has only the name. */
    @Nullable Access of(Principal principal) {
        return subject == null || subject.is(principal) ? access : null;
    }

    /** By address. */
    static Map<String, Held> of(Map<String, Set<Role>> grants, Map<String, Subject> subjects) {
        var all = HashMap.<String, Held>newHashMap(grants.size());
        grants.forEach(
                (address, roles) -> {
                    var access = Access.of(roles);
                    if (access != null) {
                        var subject = subjects.get(address);
                        var open = subject == null && Principal.isReusable(address);
                        all.put(address, new Held(access, subject, open));
                    }
                });
        return Map.copyOf(all);
    }
}
