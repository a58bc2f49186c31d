package io.quarry.api.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.ContractRoute;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Permission;
import io.quarry.metadata.access.Permissions;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.tenant.TenantId;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a role gets of a route, by what the contract says of it and by the table of roles. */
final class ExpectedAccess {
    static final String YES = "yes";
    static final String FORBIDDEN = "403";
    static final String NOT_FOUND = "404";

    private static final String ORDERS = "orders";

    /** Which tenant a request is about, as the one sees it whose role is tried. */
    enum Where {
        OWN("In the tenant, or the namespace, on which the role is granted"),
        OTHER("In another tenant"),
        ABSENT("In a tenant that is not there"),
        NONE("What belongs to no tenant");

        private final String title;

        Where(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        private TenantId tenant() {
            return TenantId.of("the-" + name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private ExpectedAccess() {}

    static boolean ofATenant(ContractRoute route) {
        return route.path().contains("{tenant}")
                || route.takes("tenant")
                || needs(route, "any_of").stream()
                        .anyMatch(
                                need -> on(need).equals("operation") || on(need).equals("tenant"));
    }

    /** Whether the contract says what the route asks for. */
    static boolean isSaid(ContractRoute route) {
        return route.facts().has(ContractFacts.PERMISSION);
    }

    /** In words, for people. */
    static String words(ContractRoute route) {
        var words =
                String.join(
                        " or ",
                        needs(route, "any_of").stream().map(ExpectedAccess::words).toList());
        var absent = needs(route, "where_absent");
        return (words.isEmpty() ? "a token" : words)
                + (absent.isEmpty() ? "" : "; to create it " + words(absent.getFirst()));
    }

    private static String words(JsonNode need) {
        return "`"
                + permission(need)
                + "` "
                + switch (on(need)) {
                    case "seen" -> "wherever it is held";
                    case "operation" -> "on the operation's tenant";
                    case String place -> "on the " + place;
                };
    }

    /** The least roles that would do; a refusal names one of them. */
    static List<String> leastRoles(ContractRoute route) {
        return StreamSupport.stream(
                        route.facts().path(ContractFacts.PERMISSION).spliterator(), false)
                .flatMap(each -> (each.isArray() ? list(each) : List.of(each)).stream())
                .map(need -> Permissions.leastRoleFor(permission(need)).wire())
                .toList();
    }

    /**
     * @param role null for a caller to whom nothing is granted
     */
    static String of(ContractRoute route, @Nullable Role role, Where where) {
        var grants = role == null ? List.<Grant>of() : List.of(grant(role));
        var sees = Visible.by(grants, Permission.TENANT_READ).contains(where.tenant());
        var creates = (where == Where.ABSENT || !sees) && !needs(route, "where_absent").isEmpty();
        var needs = needs(route, creates ? "where_absent" : "any_of");
        if (where == Where.ABSENT
                && needs.stream().anyMatch(need -> on(need).equals("operation"))) {
            return NOT_FOUND;
        }
        if (needs.isEmpty()
                || needs.stream().anyMatch(need -> allowed(need, grants, route, where))) {
            var shown = creates || needs.stream().allMatch(need -> on(need).equals("seen"));
            return where == Where.ABSENT && !shown ? NOT_FOUND : YES;
        }
        var onPlatform = needs.stream().allMatch(need -> on(need).equals("platform"));
        return onPlatform || sees || seesTheNamespace(needs, grants, where) ? FORBIDDEN : NOT_FOUND;
    }

    /** Whoever was granted one namespace sees that one, and of its tenant no more. */
    private static boolean seesTheNamespace(List<JsonNode> needs, List<Grant> grants, Where where) {
        return needs.stream().anyMatch(need -> on(need).equals("namespace"))
                && Permissions.allows(
                        grants,
                        Permission.NAMESPACE_READ,
                        new Scope.OfNamespace(new NamespaceId(where.tenant(), ORDERS)));
    }

    private static boolean allowed(
            JsonNode need, List<Grant> grants, ContractRoute route, Where where) {
        Scope scope =
                switch (on(need)) {
                    case "platform" -> new Scope.Platform();
                    case "namespace" ->
                            new Scope.OfNamespace(new NamespaceId(where.tenant(), ORDERS));
                    case "tenant", "operation", "seen" -> new Scope.OfTenant(where.tenant());
                    case String other -> throw new IllegalStateException("nowhere: " + other);
                };
        return (on(need).equals("seen") && !route.takes("tenant"))
                || Permissions.allows(grants, permission(need), scope);
    }

    private static Grant grant(Role role) {
        var tenant = Where.OWN.tenant();
        Scope scope =
                switch (role) {
                    case DATA_READER, DATA_WRITER ->
                            new Scope.OfNamespace(new NamespaceId(tenant, ORDERS));
                    case TENANT_VIEWER, TENANT_DEVELOPER, TENANT_ADMIN ->
                            new Scope.OfTenant(tenant);
                    case PLATFORM_OPERATOR, PLATFORM_ADMIN -> new Scope.Platform();
                };
        return new Grant("user:somebody", role, scope);
    }

    private static List<JsonNode> needs(ContractRoute route, String which) {
        var needs = route.facts().path(ContractFacts.PERMISSION).path(which);
        return needs.isObject() ? List.of(needs) : list(needs);
    }

    private static List<JsonNode> list(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false).toList();
    }

    private static Permission permission(JsonNode need) {
        return Permission.valueOf(need.path("permission").asText());
    }

    private static String on(JsonNode need) {
        return need.path("scope").asText();
    }
}
