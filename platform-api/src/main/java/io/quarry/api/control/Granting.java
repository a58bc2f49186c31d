package io.quarry.api.control;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.Answers.Membership;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is alike for those who have a role on the platform, on a tenant and on a namespace. */
@RequestScoped
class Granting {
    private final Asker asker;
    private final Grants grants;

    Granting(Asker asker, Grants grants) {
        this.asker = asker;
        this.grants = grants;
    }

    /**
     * @param what the grant is called there
     */
    Grant get(Scope scope, String principal, String what) {
        return find(scope, Principal.checkAddress(principal)).orElseThrow(() -> Asker.noSuch(what));
    }

    Response put(Scope scope, String principal, @Nullable Membership membership, boolean dryRun) {
        var address = Principal.checkAddress(principal);
        var role = Query.given(membership).given();
        if (!role.fits(scope)) {
            throw Query.invalid("role", "must be one of " + rolesOf(scope));
        }
        var wanted = new Grant(address, role, scope);
        if (dryRun) {
            var known = find(scope, address);
            var action =
                    known.isEmpty() ? "create" : known.get().equals(wanted) ? "none" : "change";
            return plan(action, address + " gets the role " + role.wire() + on(scope));
        }
        var written = grants.put(wanted, asker.caller());
        return Response.status(written.created() ? 201 : 200).entity(written.value()).build();
    }

    Response delete(Scope scope, String principal, String what, boolean dryRun) {
        var address = Principal.checkAddress(principal);
        if (dryRun) {
            var known = get(scope, address, what);
            return plan("delete", address + " loses the role " + known.role().wire() + on(scope));
        }
        if (!grants.remove(address, scope, asker.caller())) {
            throw Asker.noSuch(what);
        }
        return Response.noContent().build();
    }

    private Optional<Grant> find(Scope scope, String address) {
        return grants.on(scope).stream()
                .filter(grant -> grant.principal().equals(address))
                .findFirst();
    }

    private static Response plan(String action, String summary) {
        return Response.ok(new ChangePlan(action, summary)).build();
    }

    private static String on(Scope scope) {
        return switch (scope) {
            case Scope.Platform() -> ".";
            case Scope.OfTenant(var tenant) -> " on " + tenant + ".";
            case Scope.OfNamespace(var namespace) -> " on " + namespace + ".";
        };
    }

    private static String rolesOf(Scope scope) {
        return Arrays.stream(Role.values())
                .filter(role -> role.fits(scope))
                .map(Role::wire)
                .collect(Collectors.joining(", "));
    }
}
