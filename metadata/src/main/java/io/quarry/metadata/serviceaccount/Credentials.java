package io.quarry.metadata.serviceaccount;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/**
 * Credentials of all tenants, for whoever brings the identity provider in line with them. Each call
 * is idempotent, and several processes may make it at once.
 */
@ApplicationScoped
public class Credentials {
    private static final Caller SETTLER = Caller.platform("platform-api", "settle");
    private static final String SELECT =
            "SELECT account, number FROM service_account_credential WHERE ";
    private static final String DUE =
            "(state = 'REMOVING' OR works_until <= now() OR (state = 'CREATING' AND created_at <"
                    + " now() - make_interval(secs => :patience)))";

    private final Tenancy tenancy;
    private final Sql sql;
    private final ServiceAccountRows rows;
    private final Grants grants;
    private final Audit audit;

    Credentials(Tenancy tenancy, Sql sql, Grants grants, Audit audit) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.rows = new ServiceAccountRows(sql);
        this.grants = grants;
        this.audit = audit;
    }

    /**
     * Those whose client is to go: of deleted accounts, past their overlap, or never confirmed.
     *
     * @param patience how long one may take to be confirmed
     */
    public List<CredentialId> due(Duration patience) {
        return sql.acrossTenants(
                handle ->
                        ids(
                                handle.createQuery(SELECT + DUE + " ORDER BY account, number")
                                        .bind("patience", patience.toMillis() / 1_000.0)));
    }

    /**
     * Decides that its client goes, if that is (still) so; nothing can confirm it from then on.
     * What an account that is being deleted was granted by other tenants goes first.
     */
    public boolean beginRemoval(CredentialId id, Duration patience) {
        boolean goes =
                tenancy.call(
                        id.account().tenant(),
                        () -> {
                            boolean due = isDue(id, patience);
                            if (due) {
                                undo(id);
                            }
                            return due;
                        });
        if (goes) {
            takeAwayFromDeleted(id.account());
        }
        return goes;
    }

    /** Gives up one that is being made: its client, if it is there, goes. */
    public void abandon(CredentialId id) {
        boolean _ = beginRemoval(id, Duration.ZERO);
    }

    /** Its client is gone for good; with the last one goes an account that is being deleted. */
    public void removed(CredentialId id) {
        tenancy.run(
                id.account().tenant(),
                () -> {
                    rows.delete(id);
                    if (rows.deleteIfEmpty(id.account())) {
                        record(id, "service-account.removed");
                    }
                });
    }

    /** Those that should have a client, whether it was found lately or not. */
    public Set<CredentialId> confirmed() {
        return sql.acrossTenants(
                handle ->
                        Set.copyOf(
                                ids(handle.createQuery(SELECT + "state IN ('ACTIVE', 'LOST')"))));
    }

    /** The client ids of all that there are, in whatever state. */
    public Set<String> clientIds() {
        return sql.acrossTenants(handle -> ids(handle.createQuery(SELECT + "true"))).stream()
                .map(CredentialId::clientId)
                .collect(Collectors.toSet());
    }

    /** Notes whether its client is there; true if that is news. */
    public boolean noteClient(CredentialId id, boolean there) {
        CredentialState from = there ? CredentialState.LOST : CredentialState.ACTIVE;
        CredentialState to = there ? CredentialState.ACTIVE : CredentialState.LOST;
        return tenancy.call(
                id.account().tenant(),
                () -> {
                    boolean news = rows.move(id, from, to);
                    if (news) {
                        record(id, there ? "service-account.found" : "service-account.lost");
                    }
                    return news;
                });
    }

    private boolean isDue(CredentialId id, Duration patience) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        SELECT
                                                + DUE
                                                + " AND tenant = :tenant AND account = :account AND"
                                                + " number = :number FOR UPDATE")
                                .bind("patience", patience.toMillis() / 1_000.0)
                                .bind("tenant", id.account().tenant().name())
                                .bind("account", id.account().value())
                                .bind("number", id.number())
                                .mapTo(String.class)
                                .findOne()
                                .isPresent());
    }

    private void undo(CredentialId id) {
        if (rows.move(id, CredentialState.CREATING, CredentialState.REMOVING)) {
            boolean _ =
                    rows.move(
                            id.account(),
                            ServiceAccountState.CREATING,
                            ServiceAccountState.DELETING);
            record(id, "service-account.undo");
        } else if (rows.move(id, CredentialState.ACTIVE, CredentialState.REMOVING)
                || rows.move(id, CredentialState.LOST, CredentialState.REMOVING)) {
            record(id, "service-account.expire");
        }
    }

    private void takeAwayFromDeleted(ServiceAccountId id) {
        boolean deleted = tenancy.call(id.tenant(), () -> rows.find(id).isEmpty());
        if (deleted) {
            for (Grant grant : grants.of(id.address())) {
                boolean _ = grants.forget(grant.principal(), grant.scope(), SETTLER);
            }
        }
    }

    private void record(CredentialId id, String action) {
        audit.record(
                id.account().tenant(),
                SETTLER,
                action,
                id.account().value(),
                AuditOutcome.DONE,
                Map.of("client_id", id.clientId()));
    }

    private static List<CredentialId> ids(Query query) {
        return query.map(
                        (row, _) ->
                                new CredentialId(
                                        ServiceAccountId.of(row.getString("account")),
                                        row.getInt("number")))
                .list();
    }
}
