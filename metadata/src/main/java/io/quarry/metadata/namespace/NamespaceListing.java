package io.quarry.metadata.namespace;

import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's namespaces, page by page: three queries a page, each of which reads as many rows as it
 * answers, however many namespaces there are.
 */
@ApplicationScoped
class NamespaceListing {
    /** Sorts behind whatever a name goes on with. */
    private static final String BEHIND = "~";

    private static final String LIST =
            """
            SELECT * FROM namespace
            WHERE tenant = :tenant AND %s
            AND name COLLATE "C" >= :prefix AND name COLLATE "C" < :behind
            AND (name COLLATE "C", uid COLLATE "C") > (:name, :uid)
            ORDER BY name COLLATE "C", uid COLLATE "C" LIMIT :limit
            """;

    /** The same words as in the index, which serves no other. */
    private static final String LIVE =
            LIST.formatted(
                    Arrays.stream(NamespaceState.values())
                            .filter(state -> !state.live())
                            .map(state -> "'" + state + "'")
                            .collect(Collectors.joining(", ", "state NOT IN (", ")")));

    private static final String IN_STATE = LIST.formatted("state = :state");

    private final Tenancy tenancy;
    private final Placements placements;
    private final Operations operations;

    NamespaceListing(Tenancy tenancy, Placements placements, Operations operations) {
        this.tenancy = tenancy;
        this.placements = placements;
        this.operations = operations;
    }

    /** By name. */
    Listing<Namespace> list(TenantId tenant, NamespaceFilter filter, PageRequest page) {
        String listing = "namespaces " + tenant + " " + filter.prefix() + " " + filter.state();
        NameAndUid after = page.after(listing, NameAndUid::read);
        return tenancy.call(
                tenant,
                () -> {
                    List<NamespaceRow> found = find(tenant, filter, after, page.limit() + 1);
                    List<String> uids = found.stream().map(row -> row.uid).toList();
                    Map<String, List<Placement>> placed = placements.of(uids);
                    Map<String, UUID> underWay = operations.underWay(uids);
                    return page.page(
                            listing,
                            found,
                            row -> new NameAndUid(row.name, row.uid).text(),
                            row ->
                                    row.toNamespace(
                                            placed.getOrDefault(row.uid, List.of()),
                                            underWay.get(row.uid)));
                });
    }

    private static List<NamespaceRow> find(
            TenantId tenant, NamespaceFilter filter, @Nullable NameAndUid after, int limit) {
        NamespaceState state = filter.state();
        String prefix = Objects.requireNonNullElse(filter.prefix(), "");
        var query =
                NamespaceRow.getEntityManager()
                        .createNativeQuery(state == null ? LIVE : IN_STATE, NamespaceRow.class)
                        .setParameter("tenant", tenant.name())
                        .setParameter("prefix", prefix)
                        .setParameter("behind", prefix + BEHIND)
                        .setParameter("name", after == null ? "" : after.name())
                        .setParameter("uid", after == null ? "" : after.uid())
                        .setParameter("limit", limit);
        if (state != null) {
            query = query.setParameter("state", state.name());
        }
        List<?> rows = query.getResultList();
        return rows.stream().map(NamespaceRow.class::cast).toList();
    }
}
