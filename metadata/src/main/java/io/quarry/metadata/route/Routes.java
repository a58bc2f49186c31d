package io.quarry.metadata.route;

import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Routes under one order of revisions. */
@ApplicationScoped
public class Routes {
    /** Records after that revision, in order. */
    public List<RouteRecord> changedSince(Revision after, int limit) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** All records, in order. */
    public List<RouteRecord> all() {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /**
     * For the worker: makes the namespace's route anew under a new revision; state ACTIVE or
     * RETIRED.
     */
    public Revision refresh(Uid uid, NamespaceState state) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Makes the record of a tenant's grants anew under a new revision. */
    public Revision refreshGrants(TenantId tenant) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** The instance has applied everything up to there. */
    public void acknowledge(String instance, Revision upTo) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /**
     * Live instances that have not applied the newest revision of that route, with when they were
     * last seen.
     */
    public List<String> awaiting(Uid uid) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Live instances that have not applied that revision, with when they were last seen. */
    public List<String> awaiting(Uid uid, Revision revision) {
        throw new UnsupportedOperationException("lands with the next change");
    }
}
