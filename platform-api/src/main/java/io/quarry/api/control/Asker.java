package io.quarry.api.control;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarry.api.problem.ContractPaths;
import io.quarry.api.problem.RequestIds;
import io.quarry.api.security.Identities;
import io.quarry.api.security.VerifiedToken;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Permission;
import io.quarry.metadata.access.Permissions;
import io.quarry.metadata.access.Principals;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.TenantId;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and what they may do. A tenant that the asker may not see does not exist for them
 * (404); in one that they see, a refusal names the role that is missing (403).
 */
@RequestScoped
public class Asker {
    private static final Logger LOG = Logger.getLogger(Asker.class);

    /** What an auditor has to know of whoever comes by a name that was somebody else's. */
    private static final Map<String, String> NAMESAKE =
            Map.of("reason", "the grants to this name are another subject's");

    private final SecurityIdentity identity;
    private final RoutingContext context;
    private final Principals principals;
    private final Audit audit;
    private final ContractPaths paths;
    private @Nullable VerifiedToken token;
    private Principals.@Nullable Held held;

    Asker(
            SecurityIdentity identity,
            RoutingContext context,
            Principals principals,
            Audit audit,
            ContractPaths paths) {
        this.identity = identity;
        this.context = context;
        this.principals = principals;
        this.audit = audit;
        this.paths = paths;
    }

    VerifiedToken token() {
        var known = token;
        if (known == null) {
            known = Identities.of(identity);
            token = known;
        }
        return known;
    }

    List<Grant> grants() {
        return held().grants();
    }

    private Principals.Held held() {
        var known = held;
        if (known == null) {
            known = principals.resolve(token().principal());
            held = known;
        }
        return known;
    }

    Visible visible() {
        return visible(Permission.TENANT_READ);
    }

    /** The tenants where the asker may do that. */
    Visible visible(Permission permission) {
        return Visible.by(grants(), permission);
    }

    boolean may(Permission permission, Scope scope) {
        return Permissions.allows(grants(), permission, scope);
    }

    /**
     * @throws ProblemException NOT_FOUND for a tenant out of sight, FORBIDDEN where a role is
     *     missing
     */
    void require(Permission permission, Scope scope) {
        require(permission, scope, "tenant");
    }

    /**
     * As above, for what is found by an id of its own: out of sight it does not exist, and its
     * tenant is not spoken of.
     *
     * @param what is asked for
     */
    void require(Permission permission, Scope scope, String what) {
        if (may(permission, scope)) {
            return;
        }
        var tenant = tenantOf(scope);
        deny(tenant);
        if (tenant != null && !visible().contains(tenant) && !granted(scope)) {
            throw noSuch(what);
        }
        var role = Permissions.leastRoleFor(permission);
        var where =
                tenant == null || role.fits(new Scope.Platform())
                        ? "the platform"
                        : "tenant " + tenant;
        throw new ProblemException(
                ProblemCode.FORBIDDEN,
                "This needs the role " + role.wire() + " on " + where + ".",
                Map.of("required_role", role.wire()));
    }

    /**
     * Requires it on the platform, for what is found by an id of its own among what tenants have:
     * without it, it does not exist.
     *
     * @param what is asked for
     */
    void requireUnseen(Permission permission, String what) {
        if (!may(permission, new Scope.Platform())) {
            deny(null);
            throw noSuch(what);
        }
    }

    /** Whoever was granted one namespace of a tenant sees that one, and of the tenant no more. */
    private boolean granted(Scope scope) {
        return scope instanceof Scope.OfNamespace && may(Permission.NAMESPACE_READ, scope);
    }

    /** The tenant that the query names, where the asker may do that; null if it names none. */
    @Nullable TenantId tenant(Query query, Permission permission) {
        var name = query.text("tenant");
        if (name == null) {
            return null;
        }
        var tenant = TenantId.of(name);
        require(permission, new Scope.OfTenant(tenant));
        return tenant;
    }

    static ProblemException noSuch(String what) {
        return new ProblemException(
                ProblemCode.NOT_FOUND, "There is no such " + what + ", or you may not see it.");
    }

    /**
     * The caller as metadata wants it, with what the request's headers say about repetition and
     * about what was seen.
     */
    Caller caller() {
        return new Caller(
                token().principal(),
                RequestIds.of(context),
                Headers.idempotencyKey(context),
                Headers.ifMatch(context));
    }

    /** As {@link #caller}, where a PUT may be meant to create and never to replace. */
    Caller callerOfPut() {
        return Headers.createOnly(context) ? caller().creating() : caller();
    }

    private void deny(@Nullable TenantId tenant) {
        try {
            var request = context.request();
            var route = request.method() + " " + paths.template(context.normalizedPath());
            audit.denial(
                    token().principal(), route, tenant, held().namesake() ? NAMESAKE : Map.of());
        } catch (RuntimeException e) {
            LOG.warnf("A denial could not be written to the audit log: %s", e.getMessage());
        }
    }

    private static @Nullable TenantId tenantOf(Scope scope) {
        return switch (scope) {
            case Scope.Platform() -> null;
            case Scope.OfTenant(TenantId tenant) -> tenant;
            case Scope.OfNamespace(var namespace) -> namespace.tenant();
        };
    }
}
