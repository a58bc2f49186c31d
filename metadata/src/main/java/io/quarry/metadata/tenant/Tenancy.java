package io.quarry.metadata.tenant;

import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * The one way into a transaction. It tells PostgreSQL and Hibernate the tenant before anything else
 * is said, so that no query can forget it.
 */
@ApplicationScoped
public class Tenancy {
    static final String PLATFORM = "@platform";
    static final String SYSTEM = "@system";

    static final ScopedValue<String> CONTEXT = ScopedValue.newInstance();

    private final Sql sql;

    Tenancy(Sql sql) {
        this.sql = sql;
    }

    /** A transaction of that tenant; joins one of the same tenant or of the system. */
    public <T> T call(TenantId tenant, Supplier<T> work) {
        return in(tenant.name(), work);
    }

    /** A transaction of that tenant; joins one of the same tenant or of the system. */
    public void run(TenantId tenant, Runnable work) {
        var _ =
                call(
                        tenant,
                        () -> {
                            work.run();
                            return true;
                        });
    }

    /** Work on what belongs to no tenant, such as platform grants. */
    public <T> T platform(Supplier<T> work) {
        return in(PLATFORM, work);
    }

    /**
     * Work across tenants, for the worker: its database role may see them all. In platform-api,
     * whose role may not, it finds no rows.
     */
    public <T> T system(Supplier<T> work) {
        return in(SYSTEM, work);
    }

    /** Work on what every transaction may see, such as shards; joins whichever is under way. */
    public <T> T any(Supplier<T> work) {
        return CONTEXT.isBound() ? work.get() : platform(work);
    }

    private <T> T in(String context, Supplier<T> work) {
        if (!CONTEXT.isBound()) {
            return ScopedValue.where(CONTEXT, context).call(() -> inRequest(context, work));
        }
        String current = CONTEXT.get();
        if (!current.equals(context) && !current.equals(SYSTEM)) {
            throw new IllegalStateException(
                    "work for " + context + " inside a transaction for " + current);
        }
        return work.get();
    }

    /** Hibernate asks for the tenant only where there is a request; a worker's thread has none. */
    private <T> T inRequest(String context, Supplier<T> work) {
        var request = Arc.container().requestContext();
        if (request.isActive()) {
            return inTransaction(context, work);
        }
        request.activate();
        try {
            return inTransaction(context, work);
        } finally {
            request.terminate();
        }
    }

    private <T> T inTransaction(String context, Supplier<T> work) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            if (!context.equals(SYSTEM)) {
                                sql.here(
                                        handle ->
                                                handle.createQuery(
                                                                "SELECT set_config('quarry.tenant',"
                                                                        + " :tenant, true)")
                                                        .bind("tenant", context)
                                                        .mapTo(String.class)
                                                        .one());
                            }
                            return work.get();
                        });
    }
}
