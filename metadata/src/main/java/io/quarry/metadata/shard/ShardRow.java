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

    @Column(name = "capacity_objects")
    int capacityObjects;

    @Column(name = "reserved_objects", updatable = false)
    int reservedObjects;

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
                new Capacity(capacityObjects),
                new Capacity(reservedObjects),
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
        capacityObjects = shard.capacity().objects();
    }
}
