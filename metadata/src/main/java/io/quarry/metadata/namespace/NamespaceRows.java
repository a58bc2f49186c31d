package io.quarry.metadata.namespace;

import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.Target;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of namespaces with what other features know of them; called within a transaction. */
@ApplicationScoped
class NamespaceRows {
    static final List<NamespaceState> LIVE =
            Arrays.stream(NamespaceState.values()).filter(NamespaceState::live).toList();

    private final Tenants tenants;
    private final Operations operations;
    private final Placements placements;

    NamespaceRows(Tenants tenants, Operations operations, Placements placements) {
        this.tenants = tenants;
        this.operations = operations;
        this.placements = placements;
    }

    /** The words of the lock under which a name is given, changed and freed. */
    static String lock(NamespaceId id) {
        return "namespace " + id;
    }

    static Target target(NamespaceRow row) {
        return Target.namespace(row.id(), Uid.of(row.uid));
    }

    Namespace toNamespace(NamespaceRow row) {
        return row.toNamespace(placements(row), underWay(row));
    }

    List<Placement> placements(NamespaceRow row) {
        return placements.of(List.of(row.uid)).getOrDefault(row.uid, List.of());
    }

    @Nullable UUID underWay(@Nullable NamespaceRow row) {
        return row == null ? null : operations.underWay(List.of(row.uid)).get(row.uid);
    }

    /** Names the tenant, because the system's transaction sees namesakes of others. */
    @Nullable NamespaceRow live(NamespaceId id) {
        return NamespaceRow.<NamespaceRow>find(
                        "tenant = ?1 and name = ?2 and state in ?3",
                        id.tenant().name(),
                        id.name(),
                        LIVE)
                .firstResult();
    }

    /** The namespace that holds the name; NOT_FOUND if none does. */
    NamespaceRow required(NamespaceId id) {
        NamespaceRow row = live(id);
        if (row == null) {
            throw absent("namespace");
        }
        return row;
    }

    static NamespaceRow row(Uid uid) {
        return NamespaceRow.<NamespaceRow>findByIdOptional(uid.value())
                .orElseThrow(() -> absent("namespace"));
    }

    /** Who holds each of these names now, by name. */
    static Map<String, Uid> holders(TenantId tenant, Collection<String> names) {
        return NamespaceRow.<NamespaceRow>list(
                        "tenant = ?1 and name in ?2 and state in ?3", tenant.name(), names, LIVE)
                .stream()
                .collect(Collectors.toMap(row -> row.name, row -> Uid.of(row.uid)));
    }

    /** NOT_FOUND unless the tenant is there, and stays until the transaction ends. */
    void held(TenantId tenant) {
        tenants.hold(tenant);
        existing(tenant);
    }

    /** NOT_FOUND unless the tenant is there. */
    void existing(TenantId tenant) {
        if (tenants.find(tenant).isEmpty()) {
            throw absent("tenant");
        }
    }

    static ProblemException absent(String what) {
        return new ProblemException(
                ProblemCode.NOT_FOUND, "There is no such " + what + ", or you may not see it.");
    }
}
