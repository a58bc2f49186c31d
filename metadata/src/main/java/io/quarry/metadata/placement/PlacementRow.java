package io.quarry.metadata.placement;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarry.metadata.shard.Capacity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.TenantId;

@Entity
@Table(name = "placement")
@IdClass(PlacementRow.Key.class)
@DynamicUpdate
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

    long millicores;

    @Column(name = "memory_bytes")
    long memoryBytes;

    @Column(name = "disk_bytes")
    long diskBytes;

    @Column(name = "reads_per_second")
    long readsPerSecond;

    @Column(name = "writes_per_second")
    long writesPerSecond;

    long objects;

    /** In hundredths of the price list's currency. */
    @Column(name = "monthly_cost")
    long monthlyCents;

    Placement toPlacement() {
        return new Placement(role, shard);
    }

    Capacity reserved() {
        return new Capacity(
                millicores, memoryBytes, diskBytes, readsPerSecond, writesPerSecond, objects);
    }

    void reserve(Capacity demand, long cents) {
        monthlyCents = cents;
        millicores = demand.millicores();
        memoryBytes = demand.memoryBytes();
        diskBytes = demand.diskBytes();
        readsPerSecond = demand.readsPerSecond();
        writesPerSecond = demand.writesPerSecond();
        objects = demand.objects();
    }

    /** Uids are never reused, so the tenant need not be part of it here. */
    record Key(String namespaceUid, int epoch, PlacementRole role) implements Serializable {}
}
