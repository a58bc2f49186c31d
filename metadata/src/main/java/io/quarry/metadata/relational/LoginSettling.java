package io.quarry.metadata.relational;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Log-ins of all tenants, for the worker, which brings the roles on the shards in line with them.
 */
@ApplicationScoped
public class LoginSettling {
    private static final Caller SETTLER = Caller.platform("provisioning-worker", "settle log-ins");

    private final Tenancy tenancy;
    private final Audit audit;
    private final LoginRows rows;

    LoginSettling(Tenancy tenancy, Sql sql, Audit audit) {
        this.tenancy = tenancy;
        this.audit = audit;
        this.rows = new LoginRows(sql);
    }

    /** Those that wait for a password, and those whose overlap has passed; the longest first. */
    public List<LoginId> due() {
        return tenancy.system(rows::due).stream().map(DueLogin::id).toList();
    }

    /**
     * Has it brought in line and notes that. The row is held meanwhile, so that one worker is at it
     * and no request changes its mind; what is thrown leaves it due.
     *
     * @return false if it was not due any more, or another worker is at it
     */
    public boolean settle(LoginId id, Consumer<DueLogin> bringInLine) {
        return tenancy.system(
                () -> {
                    Optional<DueLogin> held = rows.hold(id);
                    held.ifPresent(
                            due -> {
                                bringInLine.accept(due);
                                settled(due);
                            });
                    return held.isPresent();
                });
    }

    private void settled(DueLogin due) {
        LoginId id = due.id();
        if (due.verifier() != null) {
            boolean _ = rows.move(id, LoginState.SETTING, LoginState.SET);
        } else if (rows.move(id, LoginState.ACTIVE, LoginState.LOCKED)) {
            audit.record(
                    id.tenant(),
                    SETTLER,
                    "namespace.credentials-expired",
                    id.uid().value(),
                    AuditOutcome.DONE,
                    Map.of("user", id.user(), "number", id.number()));
        }
    }
}
