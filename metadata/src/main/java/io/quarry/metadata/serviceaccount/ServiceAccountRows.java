package io.quarry.metadata.serviceaccount;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Service accounts and credentials as rows, within the transaction of whoever asks. */
final class ServiceAccountRows {
    private static final TypeReference<List<Credential>> CREDENTIALS = new TypeReference<>() {};

    private static final String SELECT =
            """
            SELECT a.*, a.id || '.' || coalesce((SELECT max(c.number) FROM service_account_credential c
                WHERE c.tenant = a.tenant AND c.account = a.id AND c.state IN ('ACTIVE', 'LOST')), a.last_credential) AS client_id,
            (SELECT coalesce(jsonb_agg(jsonb_build_object('client_id', c.account || '.' || c.number, 'state', c.state,
                'created_at', c.created_at, 'works_until', c.works_until) ORDER BY c.number), '[]')
             FROM service_account_credential c
             WHERE c.tenant = a.tenant AND c.account = a.id AND c.state <> 'REMOVING') AS credentials
            FROM service_account a WHERE a.tenant = :tenant AND a.state <> 'DELETING' AND\s""";

    private static final String CREDENTIAL =
            " WHERE tenant = :tenant AND account = :account AND number = :number";
    private static final String CREDENTIALS_OF = " WHERE tenant = :tenant AND account = :account";

    private final Sql sql;

    ServiceAccountRows(Sql sql) {
        this.sql = sql;
    }

    Optional<ServiceAccount> find(ServiceAccountId id) {
        return sql.here(
                handle ->
                        handle.createQuery(SELECT + "a.id = :account")
                                .bind("tenant", id.tenant().name())
                                .bind("account", id.value())
                                .map((row, _) -> account(row))
                                .findOne());
    }

    Optional<ServiceAccount> named(TenantId tenant, String name) {
        return sql.here(
                handle ->
                        handle.createQuery(SELECT + "a.name = :name")
                                .bind("tenant", tenant.name())
                                .bind("name", name)
                                .map((row, _) -> account(row))
                                .findOne());
    }

    List<ServiceAccount> list(TenantId tenant, @Nullable String after, int limit) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        SELECT
                                                + "(:after::text IS NULL OR a.name > :after) ORDER BY"
                                                + " a.name LIMIT :limit")
                                .bind("tenant", tenant.name())
                                .bind("after", after)
                                .bind("limit", limit)
                                .map((row, _) -> account(row))
                                .list());
    }

    boolean tenantExists(TenantId tenant) {
        return sql.here(
                handle ->
                        handle.createQuery("SELECT name FROM tenant WHERE name = :tenant")
                                .bind("tenant", tenant.name())
                                .mapTo(String.class)
                                .findOne()
                                .isPresent());
    }

    int count(TenantId tenant) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT count(*) FROM service_account WHERE tenant = :tenant"
                                                + " AND state <> 'DELETING'")
                                .bind("tenant", tenant.name())
                                .mapTo(Integer.class)
                                .one());
    }

    void insert(ServiceAccountId id, NewServiceAccount wanted, String by) {
        int _ =
                sql.here(
                        handle ->
                                of(
                                                handle.createUpdate(
                                                        "INSERT INTO service_account (id, tenant, name,"
                                                                + " description, created_by) VALUES"
                                                                + " (:account, :tenant, :name,"
                                                                + " :description, :by)"),
                                                id)
                                        .bind("name", wanted.name())
                                        .bind("description", wanted.description())
                                        .bind("by", by)
                                        .execute());
    }

    void insert(CredentialId id, String by) {
        int _ =
                sql.here(
                        handle ->
                                of(
                                                handle.createUpdate(
                                                        "INSERT INTO service_account_credential (tenant,"
                                                                + " account, number, created_by) VALUES"
                                                                + " (:tenant, :account, :number, :by)"),
                                                id)
                                        .bind("by", by)
                                        .execute());
    }

    /** The next number of a credential; whoever has it holds the account until the commit. */
    Optional<Integer> nextNumber(ServiceAccountId id) {
        return sql.here(
                handle ->
                        of(
                                        handle.createQuery(
                                                "UPDATE service_account SET last_credential ="
                                                        + " last_credential + 1 WHERE tenant = :tenant"
                                                        + " AND id = :account AND state = 'ACTIVE'"
                                                        + " RETURNING last_credential"),
                                        id)
                                .mapTo(Integer.class)
                                .findOne());
    }

    boolean move(ServiceAccountId id, ServiceAccountState from, ServiceAccountState to) {
        return update(
                        "UPDATE service_account SET state = :to WHERE tenant = :tenant AND id ="
                                + " :account AND state = :from",
                        id,
                        from.name(),
                        to.name())
                > 0;
    }

    boolean move(CredentialId id, CredentialState from, CredentialState to) {
        return sql.here(
                handle ->
                        of(
                                                handle.createUpdate(
                                                        "UPDATE service_account_credential SET state ="
                                                                + " :to"
                                                                + CREDENTIAL
                                                                + " AND state = :from"),
                                                id)
                                        .bind("from", from.name())
                                        .bind("to", to.name())
                                        .execute()
                                > 0);
    }

    void removeAll(ServiceAccountId id) {
        int _ =
                update(
                        "UPDATE service_account_credential SET state = :to"
                                + CREDENTIALS_OF
                                + " AND state <> :from",
                        id,
                        CredentialState.REMOVING.name(),
                        CredentialState.REMOVING.name());
    }

    /**
     * Those before the new one end with the overlap, or sooner where an earlier rotation said so.
     */
    void overlap(CredentialId fresh, Duration overlap) {
        int _ =
                sql.here(
                        handle ->
                                of(
                                                handle.createUpdate(
                                                        "UPDATE service_account_credential SET"
                                                                + " works_until = least(works_until, now()"
                                                                + " + make_interval(secs => :overlap))"
                                                                + CREDENTIALS_OF
                                                                + " AND number < :number AND state IN"
                                                                + " ('ACTIVE', 'LOST')"),
                                                fresh)
                                        .bind("overlap", overlap.toMillis() / 1_000.0)
                                        .execute());
        int _ =
                sql.here(
                        handle ->
                                of(
                                                handle.createUpdate(
                                                        "UPDATE service_account SET rotated_at = now()"
                                                                + " WHERE tenant = :tenant AND id ="
                                                                + " :account"),
                                                fresh.account())
                                        .execute());
    }

    void delete(CredentialId id) {
        int _ =
                sql.here(
                        handle ->
                                of(
                                                handle.createUpdate(
                                                        "DELETE FROM service_account_credential"
                                                                + CREDENTIAL
                                                                + " AND state = 'REMOVING'"),
                                                id)
                                        .execute());
    }

    /** True when its last credential is gone, and it is too. */
    boolean deleteIfEmpty(ServiceAccountId id) {
        return sql.here(
                handle ->
                        of(
                                                handle.createUpdate(
                                                        "DELETE FROM service_account a WHERE tenant ="
                                                                + " :tenant AND id = :account AND state ="
                                                                + " 'DELETING' AND NOT EXISTS (SELECT FROM"
                                                                + " service_account_credential c WHERE"
                                                                + " c.tenant = a.tenant AND c.account ="
                                                                + " a.id)"),
                                                id)
                                        .execute()
                                > 0);
    }

    private int update(String statement, ServiceAccountId id, String from, String to) {
        return sql.here(
                handle ->
                        of(handle.createUpdate(statement), id)
                                .bind("from", from)
                                .bind("to", to)
                                .execute());
    }

    private static <S extends SqlStatement<S>> S of(S statement, CredentialId id) {
        return of(statement, id.account()).bind("number", id.number());
    }

    private static <S extends SqlStatement<S>> S of(S statement, ServiceAccountId id) {
        return statement.bind("tenant", id.tenant().name()).bind("account", id.value());
    }

    private static ServiceAccount account(ResultSet row) throws SQLException {
        Timestamp rotated = row.getTimestamp("rotated_at");
        return new ServiceAccount(
                ServiceAccountId.of(row.getString("id")),
                TenantId.of(row.getString("tenant")),
                row.getString("name"),
                row.getString("description"),
                ServiceAccountState.valueOf(row.getString("state")),
                row.getString("client_id"),
                Json.read(row.getString("credentials"), CREDENTIALS),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                rotated == null ? null : rotated.toInstant());
    }
}
