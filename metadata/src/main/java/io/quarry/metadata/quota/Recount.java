package io.quarry.metadata.quota;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.statement.Update;

/**
 * Holds the ledgers of shards and of tenants against the rows that they sum up, for the worker,
 * whose role sees all of them. A ledger and its rows change in one transaction, so one statement
 * sees both as of one moment and a difference is a fault, never somebody else's work half done.
 */
@ApplicationScoped
public class Recount {
    private static final Logger LOG = Logger.getLogger(Recount.class);

    private final Tenancy tenancy;
    private final Sql sql;
    private final Audit audit;

    Recount(Tenancy tenancy, Sql sql, Audit audit) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.audit = audit;
    }

    /**
     * Finds each ledger that differs and makes it say what was counted, each in a transaction of
     * its own with a row in the audit log; one row is locked at a time, so it is in nobody's way.
     *
     * @return what differed, mended or not: more than a limit or a shard's capacity is not written
     *     down
     */
    public List<Difference> run() {
        List<Difference> found = new ArrayList<>();
        for (Counted ledger : List.of(Counted.SHARDS, Counted.TENANTS)) {
            for (String of : tenancy.system(() -> differing(ledger))) {
                mend(ledger, of).ifPresent(found::add);
            }
        }
        return found;
    }

    private List<String> differing(Counted ledger) {
        return sql.here(
                handle -> handle.createQuery(ledger.differing()).mapTo(String.class).list());
    }

    private Optional<Difference> mend(Counted ledger, String of) {
        List<Difference> seen = new ArrayList<>();
        try {
            boolean _ =
                    tenancy.system(
                            () -> {
                                difference(ledger, of).ifPresent(seen::add);
                                seen.forEach(it -> write(ledger, it));
                                return true;
                            });
            seen.forEach(it -> LOG.warnf("a ledger was mended: %s", it));
        } catch (RuntimeException e) {
            LOG.errorf("a ledger cannot be mended: %s: %s", seen, e.getMessage());
        }
        return seen.stream().findFirst();
    }

    private Optional<Difference> difference(Counted ledger, String of) {
        Map<String, Long> said = read(ledger, ledger.locked(), of);
        Map<String, Long> counted = read(ledger, ledger.query(), of);
        return said.equals(counted)
                ? Optional.empty()
                : Optional.of(new Difference(ledger.table(), of, said, counted));
    }

    private void write(Counted ledger, Difference difference) {
        int _ =
                sql.here(
                        handle -> {
                            Update update =
                                    handle.createUpdate(ledger.mend()).bind("of", difference.of());
                            for (Map.Entry<String, Long> each : difference.counted().entrySet()) {
                                update = update.bind(each.getKey(), each.getValue());
                            }
                            return update.execute();
                        });
        audit.record(
                ledger.tenant(difference.of()),
                Caller.platform("provisioning-worker", "recount"),
                ledger.table() + ".recounted",
                difference.of(),
                AuditOutcome.DONE,
                Change.replaced(difference.said(), difference.counted()),
                Map.of());
    }

    private Map<String, Long> read(Counted ledger, String query, String of) {
        return sql.here(
                handle ->
                        handle.createQuery(query)
                                .bind("of", of)
                                .map((row, _) -> amounts(ledger, row))
                                .one());
    }

    private static Map<String, Long> amounts(Counted ledger, ResultSet row) throws SQLException {
        Map<String, Long> amounts = new TreeMap<>();
        for (String column : ledger.columns()) {
            amounts.put(column, row.getLong(column));
        }
        return amounts;
    }
}
