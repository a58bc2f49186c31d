package io.quarry.metadata.access;

import static io.quarry.metadata.access.Permission.AUDIT_READ;
import static io.quarry.metadata.access.Permission.DATA_READ;
import static io.quarry.metadata.access.Permission.DATA_WRITE;
import static io.quarry.metadata.access.Permission.INSTANCE_EVICT;
import static io.quarry.metadata.access.Permission.INSTANCE_READ;
import static io.quarry.metadata.access.Permission.MEMBERS_CHANGE;
import static io.quarry.metadata.access.Permission.MEMBERS_READ;
import static io.quarry.metadata.access.Permission.NAMESPACE_CHANGE;
import static io.quarry.metadata.access.Permission.NAMESPACE_CREATE;
import static io.quarry.metadata.access.Permission.NAMESPACE_DELETE;
import static io.quarry.metadata.access.Permission.NAMESPACE_READ;
import static io.quarry.metadata.access.Permission.OPERATION_CHANGE;
import static io.quarry.metadata.access.Permission.OPERATION_READ;
import static io.quarry.metadata.access.Permission.PLATFORM_MEMBERS_READ;
import static io.quarry.metadata.access.Permission.QUOTA_CHANGE;
import static io.quarry.metadata.access.Permission.SHARD_CHANGE;
import static io.quarry.metadata.access.Permission.SHARD_READ;
import static io.quarry.metadata.access.Permission.TENANT_CHANGE;
import static io.quarry.metadata.access.Permission.TENANT_READ;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * The table of roles. Pure, so that the control plane and the data plane decide alike from the same
 * grants.
 */
public final class Permissions {
    private Permissions() {}

    public static Set<Permission> of(Role role) {
        return switch (role) {
            case DATA_READER -> EnumSet.of(NAMESPACE_READ, DATA_READ);
            case DATA_WRITER -> with(of(Role.DATA_READER), DATA_WRITE);
            case TENANT_VIEWER ->
                    EnumSet.of(
                            TENANT_READ, MEMBERS_READ, NAMESPACE_READ, OPERATION_READ, DATA_READ);
            case TENANT_DEVELOPER ->
                    with(
                            of(Role.TENANT_VIEWER),
                            NAMESPACE_CREATE,
                            NAMESPACE_CHANGE,
                            NAMESPACE_DELETE,
                            DATA_WRITE);
            case TENANT_ADMIN ->
                    with(
                            of(Role.TENANT_DEVELOPER),
                            TENANT_CHANGE,
                            MEMBERS_CHANGE,
                            OPERATION_CHANGE,
                            AUDIT_READ);
            case PLATFORM_OPERATOR ->
                    EnumSet.of(
                            TENANT_READ,
                            QUOTA_CHANGE,
                            MEMBERS_READ,
                            NAMESPACE_READ,
                            OPERATION_READ,
                            OPERATION_CHANGE,
                            AUDIT_READ,
                            SHARD_READ,
                            SHARD_CHANGE,
                            INSTANCE_READ,
                            INSTANCE_EVICT,
                            PLATFORM_MEMBERS_READ);
            case PLATFORM_ADMIN -> EnumSet.complementOf(EnumSet.of(DATA_READ, DATA_WRITE));
        };
    }

    /** Whether any of the grants allows this there. */
    public static boolean allows(Collection<Grant> grants, Permission permission, Scope scope) {
        for (Grant grant : grants) {
            if (grant.scope().covers(scope) && of(grant.role()).contains(permission)) {
                return true;
            }
        }
        return false;
    }

    /** The least role that would do; a refusal names it. */
    public static Role leastRoleFor(Permission permission) {
        for (Role role : Role.values()) {
            if (of(role).contains(permission)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role has " + permission);
    }

    private static Set<Permission> with(Set<Permission> less, Permission... more) {
        Set<Permission> all = EnumSet.copyOf(less);
        all.addAll(Set.of(more));
        return all;
    }
}
