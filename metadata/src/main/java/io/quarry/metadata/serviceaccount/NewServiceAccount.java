package io.quarry.metadata.serviceaccount;

import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.problem.Names;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Texts;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.tenant.TenantId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a service account is to be.
 *
 * @param role what it gets on the tenant, or null if grants on namespaces are to follow
 */
public record NewServiceAccount(String name, String description, @Nullable Role role) {
    public static final int MAX_DESCRIPTION = 1_000;

    public NewServiceAccount {
        name = Objects.requireNonNullElse(name, "");
        description = Objects.requireNonNullElse(description, "");
    }

    void check(TenantId tenant) {
        Names.check("name", name);
        Texts.check("description", description, MAX_DESCRIPTION)
                .ifPresent(
                        fault -> {
                            throw invalid(fault);
                        });
        if (role != null && !role.fits(new Scope.OfTenant(tenant))) {
            throw invalid(
                    new Violation(
                            "role",
                            "must be one of tenant-viewer, tenant-developer, tenant-admin"));
        }
    }

    private static ProblemException invalid(Violation fault) {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST,
                fault.field() + " " + fault.message() + ".",
                List.of(fault));
    }
}
