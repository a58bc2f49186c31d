package io.quarry.metadata.cache;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/**
 * Flushes of caches: another generation in the keys, so that what was there is asked for by nobody
 * and evicted in time. It costs the same whatever is there.
 */
@ApplicationScoped
public class CacheFlushes {
    private static final TypeReference<CacheFlush> FLUSH = new TypeReference<>() {};
    private static final String RAISE =
            """
            UPDATE namespace SET flush_generation = flush_generation + 1 WHERE uid = :uid
            RETURNING flush_generation
            """;

    private final Tenancy tenancy;
    private final Namespaces namespaces;
    private final Routes routes;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Sql sql;

    CacheFlushes(
            Tenancy tenancy,
            Namespaces namespaces,
            Routes routes,
            Idempotency idempotency,
            Audit audit,
            Sql sql) {
        this.tenancy = tenancy;
        this.namespaces = namespaces;
        this.routes = routes;
        this.idempotency = idempotency;
        this.audit = audit;
        this.sql = sql;
    }

    /** Refuses what {@link #flush} would refuse now; changes nothing. */
    public void check(NamespaceId id) {
        Namespace _ = tenancy.call(id.tenant(), () -> ready(id));
    }

    /**
     * Raises the generation. It counts on a gateway once that has applied the route.
     *
     * @throws ProblemException OTHER_ABSTRACTION if the namespace is no cache, NAMESPACE_NOT_READY
     *     while it is not served
     */
    public CacheFlush flush(NamespaceId id, Caller caller) {
        return idempotency.inTenant(id.tenant(), caller, FLUSH, () -> raise(id, caller));
    }

    /** Live gateways that may still read what was there before, with when they were last seen. */
    public List<String> awaiting(CacheFlush flush) {
        return routes.behind(flush.uid());
    }

    private CacheFlush raise(NamespaceId id, Caller caller) {
        Namespace namespace = ready(id);
        long generation =
                sql.here(
                        handle ->
                                handle.createQuery(RAISE)
                                        .bind("uid", namespace.uid().value())
                                        .map((row, _) -> row.getLong("flush_generation"))
                                        .one());
        audit.record(
                id.tenant(),
                caller,
                "namespace.flush",
                id.toString(),
                AuditOutcome.DONE,
                Map.of("uid", namespace.uid(), "generation", generation));
        routes.refreshIfThere(namespace.uid());
        return new CacheFlush(namespace.uid(), generation);
    }

    private Namespace ready(NamespaceId id) {
        Namespace namespace =
                namespaces
                        .find(id)
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                ProblemCode.NOT_FOUND,
                                                "There is no such namespace, or you may not see"
                                                        + " it."));
        Abstraction abstraction = namespace.spec().abstraction();
        if (abstraction != Abstraction.CACHE) {
            throw new ProblemException(
                    ProblemCode.OTHER_ABSTRACTION,
                    id + " is " + abstraction.wire() + "; only a cache is flushed.");
        }
        NamespaceState state = namespace.status().state();
        if (state != NamespaceState.ACTIVE && state != NamespaceState.CHANGING) {
            throw new ProblemException(
                    ProblemCode.NAMESPACE_NOT_READY, id + " is " + state + "; try again later.");
        }
        return namespace;
    }
}
