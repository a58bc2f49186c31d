package io.quarry.metadata.access;

import static io.quarry.metadata.access.Permission.AUDIT_READ;
import static io.quarry.metadata.access.Permission.TENANT_READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.tenant.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each combination has its place in a table, so that one that is forgotten fails. */
class PermissionsTest {
    /** The roles stand from the least to the most. */
    private static final Matrix ROLES =
            new Matrix(
                    """
                                            data-reader data-writer tenant-viewer tenant-developer tenant-admin platform-operator platform-admin
                    TENANT_READ             -           -           yes           yes              yes          yes               yes
                    TENANT_CREATE           -           -           -             -                -            -                 yes
                    TENANT_CHANGE           -           -           -             -                yes          -                 yes
                    TENANT_DELETE           -           -           -             -                -            -                 yes
                    QUOTA_CHANGE            -           -           -             -                -            yes               yes
                    MEMBERS_READ            -           -           yes           yes              yes          yes               yes
                    MEMBERS_CHANGE          -           -           -             -                yes          -                 yes
                    NAMESPACE_READ          yes         yes         yes           yes              yes          yes               yes
                    NAMESPACE_CREATE        -           -           -             yes              yes          -                 yes
                    NAMESPACE_CHANGE        -           -           -             yes              yes          -                 yes
                    NAMESPACE_DELETE        -           -           -             yes              yes          -                 yes
                    OPERATION_READ          -           -           yes           yes              yes          yes               yes
                    OPERATION_CHANGE        -           -           -             -                yes          yes               yes
                    AUDIT_READ              -           -           -             -                yes          yes               yes
                    SHARD_READ              -           -           -             -                -            yes               yes
                    SHARD_CHANGE            -           -           -             -                -            yes               yes
                    INSTANCE_READ           -           -           -             -                -            yes               yes
                    INSTANCE_EVICT          -           -           -             -                -            yes               yes
                    PLATFORM_MEMBERS_READ   -           -           -             -                -            yes               yes
                    PLATFORM_MEMBERS_CHANGE -           -           -             -                -            -                 yes
                    DATA_READ               yes         yes         yes           yes              yes          -                 -
                    DATA_WRITE              -           yes         -             yes              yes          -                 -
                    """);

    /** What is granted on the left holds, or not, above. */
    private static final Matrix COVERAGE =
            new Matrix(
                    """
                                platform acme acme/users acme/orders demo demo/users
                    platform    yes      yes  yes        yes         yes  yes
                    acme        -        yes  yes        yes         -    -
                    acme/users  -        -    yes        -           -    -
                    acme/orders -        -    -          yes         -    -
                    demo        -        -    -          -           yes  yes
                    demo/users  -        -    -          -           -    yes
                    """);

    private static final Matrix FITS =
            new Matrix(
                    """
                                      platform acme acme/users
                    data-reader       -        -    yes
                    data-writer       -        -    yes
                    tenant-viewer     -        yes  -
                    tenant-developer  -        yes  -
                    tenant-admin      -        yes  -
                    platform-operator yes      -    -
                    platform-admin    yes      -    -
                    """);

    private static final Scope PLATFORM = scope("platform");
    private static final Scope ACME = scope("acme");
    private static final Scope ACME_USERS = scope("acme/users");

    static Stream<Arguments> everyRoleAndPermission() {
        return Arrays.stream(Role.values())
                .flatMap(
                        role -> Arrays.stream(Permission.values()).map(p -> Arguments.of(role, p)));
    }

    static Stream<Arguments> everyTwoScopes() {
        return COVERAGE.columns().stream()
                .flatMap(a -> COVERAGE.columns().stream().map(b -> Arguments.of(a, b)));
    }

    static Stream<Arguments> everyRoleAndScope() {
        return Arrays.stream(Role.values())
                .flatMap(role -> FITS.columns().stream().map(scope -> Arguments.of(role, scope)));
    }

    @ParameterizedTest
    @MethodSource("everyRoleAndPermission")
    void aRoleMayWhatTheTableSays(Role role, Permission permission) {
        assertThat(Permissions.of(role).contains(permission))
                .isEqualTo(ROLES.says(permission.name(), role.wire()));
    }

    @Test
    void theTableStandsInTheOrderOfTheRoles() {
        assertThat(ROLES.columns())
                .containsExactlyElementsOf(Arrays.stream(Role.values()).map(Role::wire).toList());
    }

    @ParameterizedTest
    @EnumSource
    void theLeastRoleIsTheLeftmostThatMay(Permission permission) {
        assertThat(Permissions.leastRoleFor(permission).wire())
                .isEqualTo(
                        ROLES.columns().stream()
                                .filter(role -> ROLES.says(permission.name(), role))
                                .findFirst()
                                .orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("everyTwoScopes")
    void aScopeCoversWhatTheTableSays(String granted, String asked) {
        boolean covers = COVERAGE.says(granted, asked);
        assertThat(scope(granted).covers(scope(asked))).isEqualTo(covers);
        assertThat(
                        Permissions.allows(
                                List.of(grant(Role.TENANT_ADMIN, scope(granted))),
                                Permission.NAMESPACE_READ,
                                scope(asked)))
                .isEqualTo(covers);
    }

    @ParameterizedTest
    @MethodSource("everyRoleAndScope")
    void aRoleFitsWhereTheTableSays(Role role, String scope) {
        assertThat(role.fits(scope(scope))).isEqualTo(FITS.says(role.wire(), scope));
    }

    @Test
    void oneGrantThatAllowsItIsEnough() {
        Grant viewer = grant(Role.TENANT_VIEWER, ACME);
        Grant writer = grant(Role.DATA_WRITER, ACME_USERS);
        assertThat(allowed(List.of(), Permission.DATA_READ, ACME_USERS)).isFalse();
        assertThat(allowed(List.of(viewer), Permission.DATA_WRITE, ACME_USERS)).isFalse();
        assertThat(allowed(List.of(viewer, writer), Permission.DATA_WRITE, ACME_USERS)).isTrue();
        assertThat(allowed(List.of(writer, viewer), Permission.DATA_WRITE, ACME_USERS)).isTrue();
    }

    @Test
    void twoGrantsDoNotAddUpToWhatNeitherAllows() {
        List<Grant> grants =
                List.of(
                        grant(Role.TENANT_VIEWER, ACME),
                        grant(Role.TENANT_DEVELOPER, scope("demo")));
        assertThat(allowed(grants, Permission.NAMESPACE_CREATE, ACME)).isFalse();
    }

    @Test
    void whatIsReadInAScopeSaysWhichScopeItIs() {
        assertThat(PLATFORM.wire()).isEqualTo(Map.of("kind", "platform"));
        assertThat(ACME.wire()).isEqualTo(Map.of("kind", "tenant", "tenant", "acme"));
        assertThat(ACME_USERS.wire())
                .isEqualTo(Map.of("kind", "namespace", "tenant", "acme", "namespace", "users"));
    }

    @ParameterizedTest
    @EnumSource(names = {"PLATFORM_OPERATOR", "PLATFORM_ADMIN"})
    void aPlatformRoleSeesAllTenants(Role role) {
        Visible visible =
                Visible.by(
                        List.of(grant(Role.TENANT_VIEWER, ACME), grant(role, PLATFORM)),
                        TENANT_READ);
        assertThat(visible).isEqualTo(new Visible.All());
        assertThat(visible.contains(TenantId.of("whichever"))).isTrue();
        assertThat(visible.digest()).isEqualTo("all");
    }

    @ParameterizedTest
    @EnumSource(names = {"TENANT_VIEWER", "TENANT_DEVELOPER", "TENANT_ADMIN"})
    void aTenantRoleSeesItsTenant(Role role) {
        Visible visible = Visible.by(List.of(grant(role, ACME)), TENANT_READ);
        assertThat(visible.contains(TenantId.of("acme"))).isTrue();
        assertThat(visible.contains(TenantId.of("demo"))).isFalse();
    }

    @Test
    void aRoleOnANamespaceShowsNoTenant() {
        Visible nothing = new Visible.Only(Set.of());
        assertThat(Visible.by(List.of(grant(Role.DATA_WRITER, ACME_USERS)), TENANT_READ))
                .isEqualTo(nothing);
        assertThat(Visible.by(List.of(), TENANT_READ)).isEqualTo(nothing);
    }

    @Test
    void aRoleShowsATenantForWhatItAllowsThereOnly() {
        Grant acme = grant(Role.TENANT_VIEWER, ACME);
        Grant demo = grant(Role.TENANT_ADMIN, scope("demo"));
        assertThat(Visible.by(List.of(acme, demo), AUDIT_READ))
                .isEqualTo(new Visible.Only(Set.of(TenantId.of("demo"))));
        assertThat(Visible.by(List.of(acme, grant(Role.PLATFORM_OPERATOR, PLATFORM)), AUDIT_READ))
                .isEqualTo(new Visible.All());
    }

    @Test
    void theDigestIsThatOfTheTenantsInAnyOrder() {
        Grant acme = grant(Role.TENANT_VIEWER, ACME);
        Grant demo = grant(Role.TENANT_ADMIN, scope("demo"));
        assertThat(Visible.by(List.of(acme, demo), TENANT_READ).digest())
                .isEqualTo(Visible.by(List.of(demo, acme, acme), TENANT_READ).digest())
                .isNotEqualTo(Visible.by(List.of(acme), TENANT_READ).digest())
                .isNotEqualTo(new Visible.All().digest());
    }

    private static boolean allowed(List<Grant> grants, Permission permission, Scope scope) {
        return Permissions.allows(grants, permission, scope);
    }

    private static Grant grant(Role role, Scope scope) {
        return new Grant("user:demo", role, scope);
    }

    /** {@code platform}, a tenant, or a tenant/namespace. */
    private static Scope scope(String text) {
        int slash = text.indexOf('/');
        if (slash > 0) {
            return new Scope.OfNamespace(
                    NamespaceId.of(text.substring(0, slash), text.substring(slash + 1)));
        }
        return text.equals("platform")
                ? new Scope.Platform()
                : new Scope.OfTenant(TenantId.of(text));
    }
}
