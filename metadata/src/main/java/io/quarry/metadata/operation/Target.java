package io.quarry.metadata.operation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/** What an operation is about: a tenant's namespace, or a shard, which is no tenant's. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Target.OfNamespace.class, name = "namespace"),
    @JsonSubTypes.Type(value = Target.OfShard.class, name = "shard")
})
public sealed interface Target {
    record OfNamespace(TenantId tenant, String name, Uid uid) implements Target {}

    record OfShard(String name) implements Target {}

    static OfNamespace namespace(NamespaceId id, Uid uid) {
        return new OfNamespace(id.tenant(), id.name(), uid);
    }

    static Target shard(String id) {
        return new OfShard(id);
    }

    /** The name, as it was when the operation was accepted. */
    String name();

    /** Null for what belongs to no tenant. */
    default @Nullable TenantId tenant() {
        return switch (this) {
            case OfNamespace(TenantId tenant, _, _) -> tenant;
            case OfShard _ -> null;
        };
    }

    /**
     * The namespace's.
     *
     * @throws IllegalStateException if it is about something else
     */
    default Uid uid() {
        return switch (this) {
            case OfNamespace(_, _, Uid uid) -> uid;
            case OfShard(String name) ->
                    throw new IllegalStateException("the shard " + name + " has no uid");
        };
    }

    /** As the audit log names it. */
    default String address() {
        return switch (this) {
            case OfNamespace(TenantId tenant, String name, _) ->
                    new NamespaceId(tenant, name).toString();
            case OfShard(String name) -> name;
        };
    }

    /** Where a permission on it is asked for. */
    default Scope scope() {
        return switch (this) {
            case OfNamespace(TenantId tenant, String name, _) ->
                    new Scope.OfNamespace(new NamespaceId(tenant, name));
            case OfShard _ -> new Scope.Platform();
        };
    }
}
