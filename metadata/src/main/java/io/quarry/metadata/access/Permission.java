package io.quarry.metadata.access;

/** What can be allowed. Routes ask for one of these, never for a role. */
public enum Permission {
    TENANT_READ,
    TENANT_CREATE,
    TENANT_CHANGE,
    TENANT_DELETE,
    QUOTA_CHANGE,
    MEMBERS_READ,
    MEMBERS_CHANGE,
    NAMESPACE_READ,
    NAMESPACE_CREATE,
    NAMESPACE_CHANGE,
    NAMESPACE_DELETE,
    OPERATION_READ,
    OPERATION_CHANGE,
    AUDIT_READ,
    SHARD_READ,
    SHARD_CHANGE,
    INSTANCE_READ,
    INSTANCE_EVICT,
    PLATFORM_MEMBERS_READ,
    PLATFORM_MEMBERS_CHANGE,
    DATA_READ,
    DATA_WRITE
}
