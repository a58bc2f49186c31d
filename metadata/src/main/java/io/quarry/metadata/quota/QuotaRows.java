package io.quarry.metadata.quota;

import static io.quarry.metadata.quota.QuotaDimension.each;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The statements on tenants' ledgers; a trigger gives every tenant its row. */
@ApplicationScoped
class QuotaRows {
    private static final String SELECT = "SELECT * FROM quota WHERE tenant = :tenant";
    private static final String QUOTA =
            "SELECT q.*, "
                    + each(", ", "c.%1$s AS used_%1$s")
                    + " FROM quota q CROSS JOIN LATERAL ("
                    + Counted.USED.replace(":of", "q.tenant")
                    + ") c WHERE q.tenant = :tenant";
    private static final String MOVE =
            "UPDATE quota SET "
                    + each(", ", "reserved_%1$s = reserved_%1$s + :%1$s")
                    + " WHERE tenant = :tenant";
    private static final String ROOM =
            each("", " AND (limit_%1$s IS NULL OR :%1$s <= limit_%1$s - reserved_%1$s)");
    private static final String LIMIT =
            "UPDATE quota SET "
                    + each(", ", "limit_%1$s = :%1$s::bigint")
                    + ", revision = revision + 1, updated_at = now() WHERE tenant = :tenant";

    private final Sql sql;

    QuotaRows(Sql sql) {
        this.sql = sql;
    }

    /** Takes it where every limit leaves room for it. */
    boolean take(TenantId tenant, Holding more) {
        return move(MOVE + ROOM, tenant, more);
    }

    /** As {@link #take} for what fits, and for what is given back. */
    void move(TenantId tenant, Holding difference) {
        if (!move(MOVE, tenant, difference)) {
            throw new IllegalStateException("no quota of " + tenant);
        }
    }

    QuotaRow find(TenantId tenant) {
        return one(SELECT, tenant, row -> row(tenant, row));
    }

    /** It stays as it is until the transaction ends. */
    QuotaRow locked(TenantId tenant) {
        return one(SELECT + " FOR NO KEY UPDATE", tenant, row -> row(tenant, row));
    }

    void limit(TenantId tenant, QuotaLimits limits) {
        int _ =
                sql.here(
                        handle -> {
                            Update update =
                                    handle.createUpdate(LIMIT).bind("tenant", tenant.name());
                            for (QuotaDimension dimension : QuotaDimension.values()) {
                                update = update.bind(dimension.wire(), limits.of(dimension));
                            }
                            return update.execute();
                        });
    }

    /** With what is used, as of the same moment. */
    Quota quota(TenantId tenant, String currency) {
        return one(QUOTA, tenant, row -> quota(row(tenant, row), holding(row, "used_"), currency));
    }

    private boolean move(String statement, TenantId tenant, Holding difference) {
        return sql.here(
                handle -> {
                    Update update = handle.createUpdate(statement).bind("tenant", tenant.name());
                    for (QuotaDimension dimension : QuotaDimension.values()) {
                        update = update.bind(dimension.wire(), difference.of(dimension));
                    }
                    return update.execute() > 0;
                });
    }

    private <T> T one(String select, TenantId tenant, Reader<T> reader) {
        return sql.here(
                handle ->
                        handle.createQuery(select)
                                .bind("tenant", tenant.name())
                                .map((row, _) -> reader.read(row))
                                .one());
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static Quota quota(QuotaRow row, Holding used, String currency) {
        return new Quota(
                row.tenant(),
                row.limits(),
                QuotaAmounts.of(row.reserved()),
                QuotaAmounts.of(used),
                currency,
                row.revision(),
                row.updatedAt());
    }

    private static QuotaRow row(TenantId tenant, ResultSet row) throws SQLException {
        Long cents = limit(row, QuotaDimension.MONTHLY_COST);
        return new QuotaRow(
                tenant,
                new QuotaLimits(
                        limit(row, QuotaDimension.NAMESPACES),
                        limit(row, QuotaDimension.MILLICORES),
                        limit(row, QuotaDimension.MEMORY_BYTES),
                        limit(row, QuotaDimension.DISK_BYTES),
                        limit(row, QuotaDimension.READS_PER_SECOND),
                        limit(row, QuotaDimension.WRITES_PER_SECOND),
                        limit(row, QuotaDimension.OBJECTS),
                        cents == null ? null : Cost.amount(cents)),
                holding(row, "reserved_"),
                row.getLong("revision"),
                row.getTimestamp("updated_at").toInstant());
    }

    private static @Nullable Long limit(ResultSet row, QuotaDimension dimension)
            throws SQLException {
        long limit = row.getLong("limit_" + dimension.wire());
        return row.wasNull() ? null : limit;
    }

    private static Holding holding(ResultSet row, String prefix) throws SQLException {
        return new Holding(
                row.getLong(prefix + "namespaces"),
                new Capacity(
                        row.getLong(prefix + "millicores"),
                        row.getLong(prefix + "memory_bytes"),
                        row.getLong(prefix + "disk_bytes"),
                        row.getLong(prefix + "reads_per_second"),
                        row.getLong(prefix + "writes_per_second"),
                        row.getLong(prefix + "objects")),
                row.getLong(prefix + "monthly_cost"));
    }
}
