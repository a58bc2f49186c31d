package io.quarry.metadata.tenant;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A tenant is its own discriminator: row-level security shows each its own row. */
@Entity
@Table(name = "tenant")
@DynamicUpdate
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class TenantRow extends PanacheEntityBase {
    @Id String name;

    String description;
    long revision;

    @Column(name = "created_at")
    Instant createdAt;

    @CurrentTimestamp
    @Column(name = "updated_at")
    Instant updatedAt;

    /** Null while there is such a tenant. */
    @Column(name = "deleted_at")
    @Nullable Instant deletedAt;

    Tenant toTenant() {
        return new Tenant(TenantId.of(name), description, revision, createdAt, updatedAt);
    }
}
