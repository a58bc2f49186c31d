package io.quarry.metadata.placement;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.TenantId;

@Entity
@Table(name = "placement")
@IdClass(PlacementRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class PlacementRow extends PanacheEntityBase {
    @TenantId String tenant;

    @Id
    @Column(name = "namespace_uid")
    String namespaceUid;

    @Id int epoch;

    @Id
    @Enumerated(EnumType.STRING)
    PlacementRole role;

    String shard;
    int objects;

    Placement toPlacement() {
        return new Placement(role, shard);
    }

    /** Uids are never reused, so the tenant need not be part of it here. */
    record Key(String namespaceUid, int epoch, PlacementRole role) implements Serializable {}
}
