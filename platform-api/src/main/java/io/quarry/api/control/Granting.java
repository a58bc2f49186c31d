package io.quarry.api.control;

import io.quarry.api.control.Answers.ChangePlan;
import io.quarry.api.control.MemberAnswers.MemberPage;
import io.quarry.api.control.MemberAnswers.Membership;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Granted;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.answer.Listing;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is alike for those who have a role on the platform, on a tenant and on a namespace. */
@RequestScoped
class Granting {
    private final Asker asker;
    private final Grants grants;
    private final MemberAnswers answers;

    Granting(Asker asker, Grants grants, MemberAnswers answers) {
        this.asker = asker;
        this.grants = grants;
        this.answers = answers;
    }

    MemberPage page(Listing<Grant> listing) {
        return answers.page(listing);
    }

    /**
     * @param what the grant is called there
     */
    Response get(Scope scope, String principal, String what) {
        var granted =
                grants.find(Principal.checkAddress(principal), scope)
                        .orElseThrow(() -> Asker.noSuch(what));
        return answer(200, granted);
    }

    Response put(Scope scope, String principal, @Nullable Membership membership, boolean dryRun) {
        var address = Principal.checkAddress(principal);
        var role = Query.given(membership).given();
        if (!role.fits(scope)) {
            throw Query.invalid("role", "must be one of " + rolesOf(scope));
        }
        var wanted = new Grant(address, role, scope);
        var caller = asker.callerOfPut();
        if (dryRun) {
            var known = grants.planPut(wanted, caller).map(Granted::grant);
            var action =
                    known.isEmpty() ? "create" : known.get().equals(wanted) ? "none" : "change";
            return plan(action, address + " gets the role " + role.wire() + on(scope));
        }
        var written = grants.put(wanted, caller);
        return answer(written.created() ? 201 : 200, written.value());
    }

    Response delete(Scope scope, String principal, String what, boolean dryRun) {
        var address = Principal.checkAddress(principal);
        var caller = asker.caller();
        if (dryRun) {
            var known =
                    grants.planRemoval(address, scope, caller)
                            .orElseThrow(() -> Asker.noSuch(what));
            var role = known.grant().role().wire();
            return plan("delete", address + " loses the role " + role + on(scope));
        }
        if (!grants.remove(address, scope, caller)) {
            throw Asker.noSuch(what);
        }
        return Response.noContent().build();
    }

    private Response answer(int status, Granted granted) {
        return Headers.tagged(status, granted.revision(), answers.view(granted.grant()));
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
