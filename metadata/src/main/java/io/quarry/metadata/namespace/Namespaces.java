package io.quarry.metadata.namespace;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Namespaces: from the wish to the operation. */
@ApplicationScoped
public class Namespaces {
    /** Creates, changes, or finds nothing to do. */
    public Accepted put(NamespaceId id, NamespaceSpec spec, Caller caller, boolean createOnly) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Retires; the data is kept for the retention. */
    public Operation retire(NamespaceId id, Duration retention, Caller caller) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** What put would do. */
    public NamespacePlan planPut(NamespaceId id, NamespaceSpec spec, @Nullable Long ifMatch) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** What retire would do. */
    public NamespacePlan planRetire(NamespaceId id, Duration retention) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** The namespace that holds the name. */
    public Optional<Namespace> find(NamespaceId id) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** A tenant's namespaces by name. */
    public Listing<Namespace> list(TenantId tenant, NamespaceFilter filter, PageRequest page) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** For the worker, in Tenancy.system; NOT_FOUND if there never was one. */
    public Namespace byUid(Uid uid) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** For the worker: the state and why. */
    public void state(Uid uid, NamespaceState state, @Nullable String reason) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /**
     * For the worker: RETIRED; the name is free. Opens the PurgeNamespace operation if a retention
     * was asked for.
     */
    public void retired(Uid uid) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** For the worker: PURGED; placements and reservations are gone. */
    public void purge(Uid uid) {
        throw new UnsupportedOperationException("lands with the next change");
    }
}
