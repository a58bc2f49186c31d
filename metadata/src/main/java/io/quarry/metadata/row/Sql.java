package io.quarry.metadata.row;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource.DataSourceLiteral;
import io.quarkus.arc.InjectableInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.StatementExceptions;

/**
 * Statements that are not about one entity of one tenant: claims, upserts, and reads across
 * tenants. Which of the two ways a door takes is its decision about tenancy.
 */
@ApplicationScoped
public class Sql {
    private static final DataSourceLiteral SYSTEM = new DataSourceLiteral("system");

    private final Jdbi current;
    private final Jdbi system;

    Sql(AgroalDataSource current, @Any InjectableInstance<AgroalDataSource> all) {
        this.current = over(current);
        // the worker's only role is the platform's own; platform-api reads by a pool of its own
        var named = all.select(SYSTEM);
        this.system = named.isResolvable() ? over(named.get()) : this.current;
    }

    /** What is bound may be a verifier of a password, and messages of failures come into logs. */
    private static Jdbi over(AgroalDataSource source) {
        Jdbi jdbi = Jdbi.create(source);
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementException::getShortMessage);
        return jdbi;
    }

    /** On the connection of the transaction under way, and so within its tenant. */
    public <T> T here(Function<Handle, T> work) {
        return current.withHandle(work::apply);
    }

    /** Until the transaction ends, nobody else passes here with the same words. */
    public void lock(String what) {
        lock("pg_advisory_xact_lock", what);
    }

    /** As {@link #lock}, but those who share pass together. */
    public void share(String what) {
        lock("pg_advisory_xact_lock_shared", what);
    }

    private void lock(String function, String what) {
        var _ =
                here(
                        handle ->
                                handle.createQuery(
                                                "SELECT "
                                                        + function
                                                        + "(hashtextextended(:what, 0))::text")
                                        .bind("what", what)
                                        .mapTo(String.class)
                                        .one());
    }

    /** Reads of whichever tenant, in no transaction in platform-api; it cannot write there. */
    public <T> T acrossTenants(Function<Handle, T> work) {
        return system.withHandle(work::apply);
    }
}
