package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
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
    private final Databases databases;

    DropStructures(
            Tenancy tenancy, Namespaces namespaces, Structures structures, Databases databases) {
        this.tenancy = tenancy;
        this.namespaces = namespaces;
        this.structures = structures;
        this.databases = databases;
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
        if (namespace.spec().abstraction() == Abstraction.RELATIONAL) {
            return databases.drop(namespace, assignment.hold());
        }
        return structures.onEach(
                namespace.status().placements(),
                assignment.hold(),
                (provisioner, timeout) -> {
                    Deadline deadline = Deadline.after(timeout);
                    List<NamespaceRef> all = provisioner.list(assignment.uid().value(), deadline);
                    all.forEach(structure -> provisioner.drop(structure, deadline));
                });
    }
}
