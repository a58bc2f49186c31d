package io.quarry.metadata.shard;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A shard belongs to no tenant; its ledger is moved by statements, never through this entity. */
@Entity
@Table(name = "shard")
@DynamicUpdate
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class ShardRow extends PanacheEntityBase {
    @Id String id;

    @Enumerated(EnumType.STRING)
    Engine engine;

    @Enumerated(EnumType.STRING)
    ShardState state;

    @JdbcTypeCode(SqlTypes.JSON)
    List<String> endpoints;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> labels;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> settings;

    @Column(name = "credential_ref")
    String credentialRef;

    @Column(name = "capacity_millicores")
    long capacityMillicores;

    @Column(name = "capacity_memory_bytes")
    long capacityMemoryBytes;

    @Column(name = "capacity_disk_bytes")
    long capacityDiskBytes;

    @Column(name = "capacity_reads_per_second")
    long capacityReadsPerSecond;

    @Column(name = "capacity_writes_per_second")
    long capacityWritesPerSecond;

    @Column(name = "capacity_objects")
    long capacityObjects;

    @Column(name = "reserved_millicores", updatable = false)
    long reservedMillicores;

    @Column(name = "reserved_memory_bytes", updatable = false)
    long reservedMemoryBytes;

    @Column(name = "reserved_disk_bytes", updatable = false)
    long reservedDiskBytes;

    @Column(name = "reserved_reads_per_second", updatable = false)
    long reservedReadsPerSecond;

    @Column(name = "reserved_writes_per_second", updatable = false)
    long reservedWritesPerSecond;

    @Column(name = "reserved_objects", updatable = false)
    long reservedObjects;

    @Column(name = "measured_memory_bytes", insertable = false, updatable = false)
    long measuredMemoryBytes;

    @Column(name = "measured_disk_bytes", insertable = false, updatable = false)
    long measuredDiskBytes;

    @CurrentTimestamp
    @Column(name = "updated_at")
    Instant updatedAt;

    Shard toShard() {
        return new Shard(
                id,
                engine,
                state,
                endpoints,
                labels,
                new Capacity(
                        capacityMillicores,
                        capacityMemoryBytes,
                        capacityDiskBytes,
                        capacityReadsPerSecond,
                        capacityWritesPerSecond,
                        capacityObjects),
                new Capacity(
                        reservedMillicores,
                        reservedMemoryBytes,
                        reservedDiskBytes,
                        reservedReadsPerSecond,
                        reservedWritesPerSecond,
                        reservedObjects),
                new Capacity(0, measuredMemoryBytes, measuredDiskBytes, 0, 0, 0),
                credentialRef,
                settings);
    }

    void become(Shard shard) {
        engine = shard.engine();
        state = shard.state();
        endpoints = shard.endpoints();
        labels = shard.labels();
        settings = shard.settings();
        credentialRef = shard.credentialRef();
        capacityMillicores = shard.capacity().millicores();
        capacityMemoryBytes = shard.capacity().memoryBytes();
        capacityDiskBytes = shard.capacity().diskBytes();
        capacityReadsPerSecond = shard.capacity().readsPerSecond();
        capacityWritesPerSecond = shard.capacity().writesPerSecond();
        capacityObjects = shard.capacity().objects();
    }
}
