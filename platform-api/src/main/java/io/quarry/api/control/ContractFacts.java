package io.quarry.api.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.access.Permission;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.models.Operation;

/**
 * What a route says of itself beyond HTTP: the permission that it asks for, and what a change
 * writes into the audit log. They stand in the contract, where the page of permissions is made from
 * them and the tests hold every route to them.
 */
final class ContractFacts {
    static final String PERMISSION = "x-quarry-permission";
    static final String AUDIT = "x-quarry-audit";

    /**
     * Where a permission is asked for: on the platform; on the tenant or namespace of the path; on
     * the tenant of the operation that is named; or wherever it is held, for a listing that shows
     * no more, and on the tenant that its query names.
     */
    private static final Set<String> PLACES =
            Set.of("platform", "tenant", "namespace", "operation", "seen");

    private static final ObjectMapper JSON = new ObjectMapper();

    private ContractFacts() {}

    static void add(Operation operation, JsonNode facts) {
        var permission = facts.path("permission");
        if (permission.isObject()) {
            permission.path("any_of").forEach(need -> check(operation, need));
            if (permission.has("where_absent")) {
                check(operation, permission.get("where_absent"));
            }
            operation.addExtension(PERMISSION, JSON.convertValue(permission, Object.class));
        }
        if (facts.has("audit")) {
            operation.addExtension(AUDIT, JSON.convertValue(facts.get("audit"), List.class));
        }
    }

    private static void check(Operation operation, JsonNode need) {
        var permission = Permission.valueOf(need.path("permission").asText());
        var place = need.path("scope").asText();
        if (!PLACES.contains(place)) {
            throw new IllegalStateException(
                    operation.getOperationId()
                            + " asks for "
                            + permission
                            + " on "
                            + place
                            + ", which is none of "
                            + PLACES);
        }
    }
}
