package io.quarry.metadata.namespace;

import io.quarry.metadata.namespace.NamespacePlan.Action;
import io.quarry.metadata.operation.Purges.Purge;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a request comes to, decided once for the request and for its dry run.
 *
 * @param changed fields that the request changes
 * @param refusals what speaks against it, the first being what is answered
 */
record Wish(Action action, List<String> changed, List<ProblemException> refusals) {
    Wish {
        changed = List.copyOf(changed);
        refusals = List.copyOf(refusals);
    }

    /** Null stands for a namespace that is not there, or an operation that is not under way. */
    static Wish put(
            @Nullable NamespaceRow known,
            @Nullable UUID underWay,
            NamespaceSpec spec,
            @Nullable Long ifMatch,
            boolean createOnly) {
        List<ProblemException> refusals = new ArrayList<>();
        if (known == null) {
            check(refusals, () -> Preconditions.match(ifMatch, null));
            check(refusals, () -> NamespaceSpecs.check(spec));
            return new Wish(Action.CREATE, List.of(), refusals);
        }
        if (createOnly) {
            refusals.add(
                    new ProblemException(
                            ProblemCode.NAME_TAKEN, "There is a namespace " + known.id() + "."));
        }
        check(refusals, () -> Preconditions.match(ifMatch, known.revision));
        List<String> changed = NamespaceSpecs.changed(known.spec, spec);
        if (!changed.isEmpty()) {
            List<Violation> immutable = NamespaceSpecs.immutable(known.spec, spec);
            if (!immutable.isEmpty()) {
                refusals.add(immutable(immutable));
            }
            check(refusals, () -> NamespaceSpecs.check(spec));
            if (ifMatch == null) {
                refusals.add(
                        new ProblemException(
                                ProblemCode.PRECONDITION_REQUIRED,
                                "Send If-Match with the revision that you replace; it is "
                                        + known.revision
                                        + " now."));
            }
        }
        if (underWay != null && (!changed.isEmpty() || known.state == NamespaceState.RETIRING)) {
            refusals.add(inProgress(underWay));
        }
        return new Wish(changed.isEmpty() ? Action.NONE : Action.CHANGE, changed, refusals);
    }

    static Wish retire(NamespaceRow known, @Nullable UUID underWay, @Nullable Long ifMatch) {
        List<ProblemException> refusals = new ArrayList<>();
        check(refusals, () -> Preconditions.match(ifMatch, known.revision));
        if (known.spec.deletionProtection()) {
            refusals.add(
                    new ProblemException(
                            ProblemCode.DELETION_PROTECTED,
                            known.id() + " is protected: set deletion_protection to false first."));
        }
        if (underWay != null) {
            refusals.add(inProgress(underWay));
        }
        return new Wish(Action.RETIRE, List.of(), refusals);
    }

    /**
     * @param purge what waits for the namespace, or has begun; null if nothing does
     * @param holder who has the name now, or null
     */
    static Wish restore(
            NamespaceRow retired,
            @Nullable UUID underWay,
            @Nullable Purge purge,
            @Nullable Uid holder) {
        List<ProblemException> refusals = new ArrayList<>();
        boolean kept = retired.retentionSeconds != null && retired.retentionSeconds > 0;
        if (!kept || (purge != null && purge.begun())) {
            refusals.add(purgeBegun(retired.id(), purge, underWay));
        } else if (underWay != null) {
            refusals.add(inProgress(underWay));
        }
        if (holder != null) {
            refusals.add(
                    new ProblemException(
                            ProblemCode.NAME_TAKEN,
                            "The name "
                                    + retired.id()
                                    + " belongs to another namespace now, "
                                    + holder
                                    + "."));
        }
        return new Wish(Action.RESTORE, List.of(), refusals);
    }

    /** Throws the first refusal, if there is one. */
    void enforce() {
        if (!refusals.isEmpty()) {
            throw refusals.getFirst();
        }
    }

    private static void check(List<ProblemException> refusals, Runnable check) {
        try {
            check.run();
        } catch (ProblemException refusal) {
            refusals.add(refusal);
        }
    }

    private static ProblemException immutable(List<Violation> violations) {
        return new ProblemException(
                ProblemCode.IMMUTABLE_FIELD,
                "Cannot change while the namespace lives: "
                        + String.join(", ", violations.stream().map(Violation::field).toList())
                        + ".",
                violations);
    }

    /** A purge that has ended and left the namespace retired has failed. */
    private static ProblemException purgeBegun(
            NamespaceId id, @Nullable Purge purge, @Nullable UUID underWay) {
        String detail = "What was kept of " + id + " is being purged and cannot come back.";
        if (purge != null && purge.due() == null) {
            detail =
                    "Operation "
                            + purge.operation()
                            + " failed to purge what was kept of "
                            + id
                            + ", which cannot come back: retry it.";
        }
        return new ProblemException(
                ProblemCode.PURGE_BEGUN,
                detail,
                List.of(),
                Map.of(),
                purge == null ? underWay : purge.operation());
    }

    private static ProblemException inProgress(UUID operation) {
        return new ProblemException(
                ProblemCode.OPERATION_IN_PROGRESS,
                "Operation " + operation + " is under way on this namespace.",
                List.of(),
                Map.of(),
                operation);
    }
}
