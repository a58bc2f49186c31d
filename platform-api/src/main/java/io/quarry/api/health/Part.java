package io.quarry.api.health;

import java.util.Map;

/**
 * One part of this process that may be degraded; every bean of this type is asked at each readiness
 * check.
 */
public interface Part {
    /** Kebab-case, as readiness prints it, such as {@code signing-keys}. */
    String name();

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
