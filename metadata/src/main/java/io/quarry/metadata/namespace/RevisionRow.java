package io.quarry.metadata.namespace;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.generator.EventType;
import org.hibernate.type.SqlTypes;

/** A spec as it was asked for; never changed. */
@Entity
@Table(name = "namespace_revision")
@IdClass(RevisionRow.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate fills the fields
class RevisionRow extends PanacheEntityBase {
    @TenantId String tenant;

    @Id
    @Column(name = "namespace_uid")
    String namespaceUid;

    @Id long revision;

    @JdbcTypeCode(SqlTypes.JSON)
    NamespaceSpec spec;

    @Column(name = "changed_by")
    String changedBy;

    @CurrentTimestamp(event = EventType.INSERT)
    @Column(name = "changed_at", updatable = false)
    Instant changedAt;

    SpecRevision toRevision() {
        return new SpecRevision(revision, spec, changedBy, changedAt);
    }

    static void keep(NamespaceRow namespace, String changedBy) {
        RevisionRow row = new RevisionRow();
        row.namespaceUid = namespace.uid;
        row.revision = namespace.revision;
        row.spec = namespace.spec;
        row.changedBy = changedBy;
        row.persist();
    }

    record Key(String namespaceUid, long revision) implements Serializable {}
}
