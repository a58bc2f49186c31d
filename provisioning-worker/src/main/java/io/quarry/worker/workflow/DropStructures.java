package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops every epoch's structure of a retired namespace. That this is about to happen was saved with
 * the step before; the claim is confirmed again for each shard; and a namespace that is not retired
 * is left alone, whoever asks.
 */
@ApplicationScoped
class DropStructures implements Step {
    private final Tenancy tenancy;
    private final Namespaces namespaces;
    private final Structures structures;

    DropStructures(Tenancy tenancy, Namespaces namespaces, Structures structures) {
        this.tenancy = tenancy;
        this.namespaces = namespaces;
        this.structures = structures;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        return drop(assignment, EnumSet.of(NamespaceState.RETIRED));
    }

    /** The way back of a provisioning: what has been made is dropped before anybody was served. */
    Step neverServed() {
        return assignment ->
                drop(
                        assignment,
                        EnumSet.of(
                                NamespaceState.PENDING,
                                NamespaceState.PROVISIONING,
                                NamespaceState.NEEDS_ATTENTION));
    }

    private Outcome drop(Assignment assignment, Set<NamespaceState> only) {
        Namespace namespace = tenancy.system(() -> namespaces.byUid(assignment.uid()));
        if (!only.contains(namespace.status().state())) {
            return new Outcome.GiveUp(
                    assignment.target()
                            + " is "
                            + namespace.status().state()
                            + ", and what is dropped must be "
                            + only.stream()
                                    .map(NamespaceState::name)
                                    .collect(Collectors.joining(" or ")));
        }
        return structures.drop(namespace, assignment.hold(), assignment.tally());
    }
}
