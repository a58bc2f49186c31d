package io.quarry.api.control;

import static io.quarry.metadata.access.Permission.MEMBERS_CHANGE;
import static io.quarry.metadata.access.Permission.PLATFORM_MEMBERS_CHANGE;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.answer.Listing;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Grants as they are asked for and answered where people manage them. */
@RequestScoped
class MemberAnswers {
    /** What a principal is to be in a tenant, on a namespace or on the platform. */
    @Schema(name = "Membership")
    @RegisterForReflection
    record Membership(@Nullable Role role) {
        Role given() {
            if (role == null) {
                throw Query.invalid("role", "is required");
            }
            return role;
        }
    }

    /** A grant, with the asker's permissions. */
    @Schema(name = "Member")
    @RegisterForReflection
    record MemberView(String principal, Role role, Scope scope, List<String> permissions) {}

    @Schema(name = "MemberPage")
    @RegisterForReflection
    record MemberPage(List<MemberView> items, @Nullable String nextPageToken) {}

    private final Asker asker;

    MemberAnswers(Asker asker) {
        this.asker = asker;
    }

    MemberView view(Grant grant) {
        var permission =
                grant.scope() instanceof Scope.Platform ? PLATFORM_MEMBERS_CHANGE : MEMBERS_CHANGE;
        return new MemberView(
                grant.principal(),
                grant.role(),
                grant.scope(),
                asker.may(permission, grant.scope())
                        ? List.of("read", "change", "delete")
                        : List.of("read"));
    }

    MemberPage page(Listing<Grant> listing) {
        return new MemberPage(
                listing.items().stream().map(this::view).toList(), listing.nextPageToken());
    }
}
