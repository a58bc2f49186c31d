package io.quarry.api.health;

import io.quarry.api.role.ProcessRole;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * One part of this process that may be degraded; every bean of this type is asked at each readiness
 * check.
 */
public interface Part {
    /** Kebab-case, as readiness prints it, such as {@code signing-keys}. */
    String name();

    /** It is a part of a process that has one of these. */
    default Set<ProcessRole> roles() {
        return EnumSet.allOf(ProcessRole.class);
    }

    /** Answers from memory, at once: readiness must not hang on what it reports about. */
    State state();

    /**
     * @param essential without it this process should get no requests at all
     * @param working false means degraded, and not ready where the part is essential
     * @param facts what an operator wants to see, such as an age or the reason
     */
    record State(boolean essential, boolean working, Map<String, String> facts) {
        public State {
            facts = Map.copyOf(facts);
        }
    }
}
