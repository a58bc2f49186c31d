package io.quarry.metadata.series;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.row.DatabaseClock;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The turn of slices for the worker. A claim with a lease and a fencing number says who is at a
 * namespace; each call is a transaction of its own and does nothing for a claim that was lost.
 */
@ApplicationScoped
public class SliceTurns {
    private static final Caller TURN = Caller.platform("provisioning-worker", "turn slices");

    /** How what people see of a namespace begins, where its slices do not turn. */
    private static final String SAID = "time slices do not turn: ";

    private static final int LONGEST_REASON = 500;

    private static final String SAY =
            "UPDATE namespace SET reason = :reason WHERE uid = :uid AND state = 'ACTIVE' AND reason IS"
                    + " NULL";
    private static final String UNSAY =
            "UPDATE namespace SET reason = NULL WHERE uid = :uid AND state = 'ACTIVE' AND"
                    + " starts_with(reason, :said)";

    private final Tenancy tenancy;
    private final Namespaces namespaces;
    private final Placements placements;
    private final SliceRows rows;
    private final DatabaseClock clock;
    private final Sql sql;
    private final Audit audit;

    SliceTurns(
            Tenancy tenancy,
            Namespaces namespaces,
            Placements placements,
            SliceRows rows,
            DatabaseClock clock,
            Sql sql,
            Audit audit) {
        this.tenancy = tenancy;
        this.namespaces = namespaces;
        this.placements = placements;
        this.rows = rows;
        this.clock = clock;
        this.sql = sql;
        this.audit = audit;
    }

    /** Of the namespaces whose turn is due and that no other worker is at, the longest due. */
    public Optional<SliceClaim> claim(String worker, Duration lease) {
        return tenancy.system(() -> rows.claim(worker, lease));
    }

    /**
     * What is wanted now, and the claim lengthened to that long; asked before anything that a fence
     * cannot stop, which is all that happens in a store. Empty where the claim was lost, or where
     * an operation makes or drops the namespace's structures.
     */
    public Optional<SliceWish> wish(SliceClaim claim, Duration lease) {
        return tenancy.system(
                () -> {
                    if (!rows.hold(claim, lease) || !rows.turnable(claim.uid())) {
                        return Optional.empty();
                    }
                    return Optional.of(wish(claim));
                });
    }

    private SliceWish wish(SliceClaim claim) {
        Namespace namespace = namespaces.byUid(claim.uid());
        return new SliceWish(
                namespace,
                clock.now(),
                settled(namespace),
                rows.condemned(claim.uid()).orElse(null));
    }

    /**
     * Says that all slices that end by then go. It is said while nobody changes the namespace, and
     * once said it stays so: a retention that is extended later keeps what was not condemned.
     *
     * @return false where they must not go, or not now
     */
    public boolean condemn(SliceClaim claim, Instant before) {
        return tenancy.system(
                () -> {
                    if (!rows.lock(claim) || !rows.holdNamespace(claim.uid())) {
                        return false;
                    }
                    SliceWish wish = wish(claim);
                    if (!wish.settled() || before.isAfter(wish.expiredBefore())) {
                        return false;
                    }
                    if (rows.condemn(claim, before)) {
                        record(
                                wish.namespace(),
                                "namespace.slices-expired",
                                Map.of("uid", claim.uid().value(), "before", before));
                    }
                    return true;
                });
    }

    /**
     * Reserves as many objects before there are so many tables.
     *
     * @throws io.quarry.metadata.problem.ProblemException NO_CAPACITY where the shard has no room
     *     for them, QUOTA_EXCEEDED where the tenant has not
     */
    public void reserve(SliceClaim claim, int tables) {
        boolean _ =
                tenancy.system(
                        () -> {
                            placements.cover(claim.uid(), tables);
                            return true;
                        });
    }

    /**
     * The turn is done: as many are reserved as there are, or as the spec may come to.
     *
     * @param tables that there are
     * @param until up to when events have one
     * @param pause until the next turn
     */
    public void turned(SliceClaim claim, int tables, Instant until, Duration pause) {
        boolean _ =
                tenancy.system(
                        () -> {
                            Optional<Instant> before = rows.coveredUntil(claim.uid());
                            boolean mine = rows.turned(claim, tables, until, pause);
                            if (mine) {
                                settle(claim, tables);
                                before.filter(until::isAfter)
                                        .ifPresent(was -> reached(claim, tables, was, until));
                            }
                            return mine;
                        });
    }

    private void settle(SliceClaim claim, int tables) {
        Namespace namespace = namespaces.byUid(claim.uid());
        placements.cover(claim.uid(), tables);
        if (settled(namespace)) {
            placements.settle(claim.uid(), namespace.spec());
        }
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(UNSAY)
                                        .bind("uid", claim.uid().value())
                                        .bind("said", SAID)
                                        .execute());
    }

    /**
     * Told by what is covered, since a worker that was killed may have made what this one finds.
     */
    private void reached(SliceClaim claim, int tables, Instant was, Instant until) {
        record(
                namespaces.byUid(claim.uid()),
                "namespace.slices-made",
                Map.of(
                        "uid",
                        claim.uid().value(),
                        "tables",
                        tables,
                        "from",
                        was,
                        "covered_until",
                        until));
    }

    /** The turn has failed; people see why, and it is tried again after the pause. */
    public void failed(SliceClaim claim, String reason, Duration pause) {
        String why =
                reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
        boolean _ =
                tenancy.system(
                        () -> {
                            boolean mine = rows.failed(claim, why, pause);
                            if (mine) {
                                int _ =
                                        sql.here(
                                                handle ->
                                                        handle.createUpdate(SAY)
                                                                .bind("uid", claim.uid().value())
                                                                .bind("reason", SAID + why)
                                                                .execute());
                            }
                            return mine;
                        });
    }

    /** Nothing is wrong, and nothing can be done now. */
    public void later(SliceClaim claim, Duration pause) {
        boolean _ =
                tenancy.system(
                        () -> {
                            rows.later(claim, pause);
                            return true;
                        });
    }

    /** Those whose last turn failed, the longest first. */
    public List<FailingSlices> failing(int atMost) {
        return tenancy.system(() -> rows.failing(atMost));
    }

    /**
     * How long until the first namespace has no table for its events; empty where there is none.
     */
    public Optional<Duration> lead() {
        return tenancy.system(
                () -> rows.coveredUntil().map(until -> Duration.between(clock.now(), until)));
    }

    private static boolean settled(Namespace namespace) {
        return namespace.status().state() == NamespaceState.ACTIVE;
    }

    private void record(Namespace namespace, String action, Map<String, ?> detail) {
        audit.record(
                namespace.tenant(),
                TURN,
                action,
                namespace.address().toString(),
                AuditOutcome.DONE,
                detail);
    }
}
