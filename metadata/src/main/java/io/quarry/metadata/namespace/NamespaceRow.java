package io.quarry.metadata.namespace;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarry.metadata.placement.Placement;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.generator.EventType;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Only what changed is written: the roles may change different columns. */
@Entity
@Table(name = "namespace")
@DynamicUpdate
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class NamespaceRow extends PanacheEntityBase {
    @Id String uid;

    @TenantId String tenant;

    String name;

    @Enumerated(EnumType.STRING)
    NamespaceState state;

    @Nullable String reason;
    int epoch;
    long revision;

    @JdbcTypeCode(SqlTypes.JSON)
    NamespaceSpec spec;

    @JdbcTypeCode(SqlTypes.JSON)
    Effective effective;

    @Column(name = "retention_seconds")
    @Nullable Long retentionSeconds;

    @Column(name = "retired_at")
    @Nullable Instant retiredAt;

    @CurrentTimestamp(event = EventType.INSERT)
    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @CurrentTimestamp
    @Column(name = "updated_at")
    Instant updatedAt;

    /** Where its data is reached, or the way to it is told. */
    private String endpoint() {
        return switch (spec.abstraction()) {
            case RELATIONAL -> "/api/v1/tenants/" + tenant + "/namespaces/" + name + "/connection";
            case KEY_VALUE -> data("kv");
            case COUNTER -> data("counters");
            case TIME_SERIES -> data("series");
            case SEARCH -> data("search");
            case CACHE -> data("cache");
            case OBJECT -> data("objects");
            case DATASET -> data("datasets");
        };
    }

    private String data(String routes) {
        return "/data/v1/" + routes + "/" + tenant + "/" + name;
    }

    NamespaceId id() {
        return NamespaceId.of(tenant, name);
    }

    Namespace toNamespace(List<Placement> placements, @Nullable UUID operation) {
        return new Namespace(
                Uid.of(uid),
                io.quarry.metadata.tenant.TenantId.of(tenant),
                name,
                revision,
                createdAt,
                updatedAt,
                spec,
                new Status(state, reason, epoch, endpoint(), operation, placements, effective));
    }
}
