package io.quarry.metadata.route;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One record of the compacted topic, and one row. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RouteRecord.OfNamespace.class, name = "namespace"),
    @JsonSubTypes.Type(value = RouteRecord.OfTenant.class, name = "tenant")
})
public sealed interface RouteRecord {
    record OfNamespace(Route route) implements RouteRecord {}

    record OfTenant(TenantGrants grants) implements RouteRecord {}

    /** The topic's key: the uid, or {@code tenant:NAME}. */
    default String key() {
        return switch (this) {
            case OfNamespace(Route route) -> route.uid().value();
            case OfTenant(TenantGrants grants) -> "tenant:" + grants.tenant().name();
        };
    }

    default Revision revision() {
        return switch (this) {
            case OfNamespace(Route route) -> route.revision();
            case OfTenant(TenantGrants grants) -> grants.revision();
        };
    }
}
