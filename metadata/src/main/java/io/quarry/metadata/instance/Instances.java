package io.quarry.metadata.instance;

import io.quarry.metadata.route.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Live data-plane processes. */
@ApplicationScoped
public class Instances {
    /** Registers, or registers again. */
    public Instance register(String id, String host) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Still here, and applied up to there; false if not registered (any more). */
    public boolean heartbeat(String id, Revision applied) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Those that were seen within that time. */
    public List<Instance> live(Duration silentFor) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** All. */
    public List<Instance> list() {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Forgets an instance that is gone for good; false if there is none. */
    public boolean evict(String id) {
        throw new UnsupportedOperationException("lands with the next change");
    }
}
