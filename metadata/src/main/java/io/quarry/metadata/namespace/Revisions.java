package io.quarry.metadata.namespace;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Specs as they were, for the worker that brings one back; within its transaction. */
@ApplicationScoped
class Revisions {
    private static final TypeReference<NamespaceSpec> SPEC = new TypeReference<>() {};

    private final Sql sql;

    Revisions(Sql sql) {
        this.sql = sql;
    }

    /** The revision that the operation carries out. */
    long changedBy(UUID operation) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT namespace_revision FROM operation WHERE id = :id")
                                .bind("id", operation)
                                .mapTo(Long.class)
                                .one());
    }

    NamespaceSpec spec(Uid uid, long revision) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT spec FROM namespace_revision WHERE namespace_uid ="
                                                + " :uid AND revision = :revision")
                                .bind("uid", uid.value())
                                .bind("revision", revision)
                                .map((row, _) -> Json.read(row.getString("spec"), SPEC))
                                .one());
    }

    /**
     * The same spec under a new number. By a statement, because the worker's rows have no tenant of
     * their own.
     */
    void keepAgain(Uid uid, long revision, long as, String changedBy) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(
                                                "INSERT INTO namespace_revision (tenant,"
                                                        + " namespace_uid, revision, spec, changed_by)"
                                                        + " SELECT tenant, namespace_uid, :as, spec,"
                                                        + " :by FROM namespace_revision WHERE"
                                                        + " namespace_uid = :uid AND revision = :revision")
                                        .bind("as", as)
                                        .bind("by", changedBy)
                                        .bind("uid", uid.value())
                                        .bind("revision", revision)
                                        .execute());
    }
}
