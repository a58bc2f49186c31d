package io.quarry.metadata.idempotency;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * One effect and one answer per key. The answer is kept in the transaction of the effect: either
 * both are there or neither.
 */
@ApplicationScoped
public class Idempotency {
    /** How long an answer is kept at least. */
    public static final Duration KEPT = Duration.ofHours(24);

    private static final String SAME =
            "tenant IS NOT DISTINCT FROM :tenant AND issuer = :issuer AND subject = :subject AND"
                    + " route = :route AND key = :key";

    private record Kept(String requestHash, String answer) {}

    private final Sql sql;
    private final Tenancy tenancy;

    Idempotency(Sql sql, Tenancy tenancy) {
        this.sql = sql;
        this.tenancy = tenancy;
    }

    /** As {@link #once}, in a transaction of the tenant. */
    public <T> T inTenant(TenantId tenant, Caller caller, TypeReference<T> type, Supplier<T> work) {
        return tenancy.call(tenant, () -> once(caller, tenant, type, work));
    }

    /**
     * Does the work once for the caller's key, or answers what it answered; without a key it just
     * does it. Called within the transaction of the work.
     *
     * @throws ProblemException IDEMPOTENCY_IN_FLIGHT while the first request is under way, at once;
     *     IDEMPOTENCY_KEY_REUSED for another request under the same key
     */
    public <T> T once(
            Caller caller, @Nullable TenantId tenant, TypeReference<T> type, Supplier<T> work) {
        IdempotencyKey key = caller.idempotency();
        if (key == null) {
            return work.get();
        }
        Optional<T> known = answered(caller, tenant, type);
        if (known.isPresent()) {
            return known.get();
        }
        T answer = work.get();
        keep(key, caller.principal(), tenant, Json.write(type, answer));
        return answer;
    }

    /**
     * What was answered under the caller's key, for work whose effect takes more than one
     * transaction: it asks here in the first and calls {@link #once} in the last.
     *
     * @throws ProblemException as {@link #once}
     */
    public <T> Optional<T> answered(
            Caller caller, @Nullable TenantId tenant, TypeReference<T> type) {
        IdempotencyKey key = caller.idempotency();
        if (key == null) {
            return Optional.empty();
        }
        Principal principal = caller.principal();
        if (!tryLock(key, principal, tenant)) {
            throw new ProblemException(
                    ProblemCode.IDEMPOTENCY_IN_FLIGHT,
                    "The first request with this Idempotency-Key is still under way.");
        }
        Optional<Kept> kept = find(key, principal, tenant);
        if (kept.isPresent() && !kept.get().requestHash().equals(key.requestHash())) {
            throw new ProblemException(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key came with another request before.");
        }
        return kept.map(answer -> Json.read(answer.answer(), type));
    }

    /** For the worker, across tenants: forgets answers older than {@link #KEPT}. */
    public int sweep() {
        return sql.here(
                handle ->
                        handle.createUpdate(
                                        "DELETE FROM idempotency WHERE created_at <"
                                                + " clock_timestamp() - make_interval(secs => :kept)")
                                .bind("kept", (double) KEPT.toSeconds())
                                .execute());
    }

    private boolean tryLock(IdempotencyKey key, Principal principal, @Nullable TenantId tenant) {
        String scope =
                String.join(
                        "\n",
                        "idempotency",
                        tenant == null ? "" : tenant.name(),
                        principal.issuer(),
                        principal.subject(),
                        key.route(),
                        key.key());
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT pg_try_advisory_xact_lock(hashtextextended(:scope,"
                                                + " 0))")
                                .bind("scope", scope)
                                .mapTo(Boolean.class)
                                .one());
    }

    private Optional<Kept> find(
            IdempotencyKey key, Principal principal, @Nullable TenantId tenant) {
        return sql.here(
                handle ->
                        bind(
                                        handle.createQuery(
                                                "SELECT request_hash, answer FROM idempotency WHERE "
                                                        + SAME),
                                        key,
                                        principal,
                                        tenant)
                                .map(
                                        (row, _) ->
                                                new Kept(
                                                        row.getString("request_hash"),
                                                        row.getString("answer")))
                                .findOne());
    }

    private void keep(
            IdempotencyKey key, Principal principal, @Nullable TenantId tenant, String answer) {
        int _ =
                sql.here(
                        handle ->
                                bind(
                                                handle.createUpdate(
                                                        "INSERT INTO idempotency (tenant, issuer,"
                                                                + " subject, route, key, request_hash,"
                                                                + " answer) VALUES (:tenant, :issuer,"
                                                                + " :subject, :route, :key, :hash,"
                                                                + " :answer::jsonb)"),
                                                key,
                                                principal,
                                                tenant)
                                        .bind("hash", key.requestHash())
                                        .bind("answer", answer)
                                        .execute());
    }

    private static <S extends SqlStatement<S>> S bind(
            S statement, IdempotencyKey key, Principal principal, @Nullable TenantId tenant) {
        return statement
                .bind("tenant", tenant == null ? null : tenant.name())
                .bind("issuer", principal.issuer())
                .bind("subject", principal.subject())
                .bind("route", key.route())
                .bind("key", key.key());
    }
}
