package io.quarry.metadata.access;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a grant holds, and where a permission is asked for. */
public sealed interface Scope {
    record Platform() implements Scope {}

    record OfTenant(TenantId tenant) implements Scope {}

    record OfNamespace(NamespaceId namespace) implements Scope {}

    /** Whether what is granted here holds there. */
    default boolean covers(Scope other) {
        return switch (this) {
            case Platform() -> true;
            case OfTenant(TenantId tenant) ->
                    switch (other) {
                        case Platform() -> false;
                        case OfTenant(TenantId theirs) -> theirs.equals(tenant);
                        case OfNamespace(NamespaceId theirs) -> theirs.tenant().equals(tenant);
                    };
            case OfNamespace namespace -> namespace.equals(other);
        };
    }

    /** {@code {"kind": "namespace", "tenant": …, "namespace": …}}. */
    @JsonValue
    default Map<String, String> wire() {
        Map<String, String> wire = new LinkedHashMap<>();
        switch (this) {
            case Platform() -> wire.put("kind", "platform");
            case OfTenant(TenantId tenant) -> {
                wire.put("kind", "tenant");
                wire.put("tenant", tenant.name());
            }
            case OfNamespace(NamespaceId namespace) -> {
                wire.put("kind", "namespace");
                wire.put("tenant", namespace.tenant().name());
                wire.put("namespace", namespace.name());
            }
        }
        return wire;
    }
}
