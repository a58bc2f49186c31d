package io.quarry.metadata.quota;

import io.quarry.metadata.shard.Dimension;
import io.quarry.metadata.tenant.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kind of ledger, and the query that counts again from the rows what it should say of {@code
 * :of}.
 *
 * @param table that the ledger is kept in
 * @param key its column that says whose the row is
 * @param columns that are reserved, as the query names them
 */
record Counted(String table, String key, List<String> columns, String query) {
    private static final List<String> OF_A_PLACEMENT =
            Arrays.stream(Dimension.values()).map(Dimension::wire).toList();

    static final Counted SHARDS =
            new Counted(
                    "shard",
                    "id",
                    OF_A_PLACEMENT,
                    "SELECT " + sums(OF_A_PLACEMENT) + " FROM placement p WHERE p.shard = :of");

    /** Whatever state a namespace is in, until it is purged. */
    static final Counted TENANTS =
            new Counted(
                    "quota",
                    "tenant",
                    Arrays.stream(QuotaDimension.values()).map(QuotaDimension::wire).toList(),
                    ofTenant("<> 'PURGED'"));

    /** Of a tenant's namespaces that hold their names alone. */
    static final String USED = ofTenant("NOT IN ('RETIRED', 'PURGED')");

    private static String ofTenant(String states) {
        return "SELECT count(DISTINCT n.uid) AS namespaces, "
                + sums(OF_A_PLACEMENT)
                + ", "
                + sums(List.of(QuotaDimension.MONTHLY_COST.wire()))
                + " FROM namespace n LEFT JOIN placement p ON p.tenant = n.tenant AND"
                + " p.namespace_uid = n.uid WHERE n.tenant = :of AND n.state "
                + states;
    }

    private static String sums(List<String> columns) {
        return columns.stream()
                .map("coalesce(sum(p.%1$s), 0)::bigint AS %1$s"::formatted)
                .collect(Collectors.joining(", "));
    }

    /** The keys of rows that do not say what is counted, as of one moment. */
    String differing() {
        return "SELECT l.%s FROM %s l CROSS JOIN LATERAL (%s) c WHERE (%s) IS DISTINCT FROM (%s) ORDER BY 1"
                .formatted(
                        key,
                        table,
                        query.replace(":of", "l." + key),
                        list("l.reserved_%1$s"),
                        list("c.%1$s"));
    }

    /** Whose row in the audit log it is; null for what belongs to no tenant. */
    @Nullable TenantId tenant(String of) {
        return this == TENANTS ? TenantId.of(of) : null;
    }

    /** What the ledger says; nobody moves it until the transaction ends. */
    String locked() {
        return "SELECT %s FROM %s WHERE %s = :of FOR NO KEY UPDATE"
                .formatted(list("reserved_%1$s AS %1$s"), table, key);
    }

    String mend() {
        return "UPDATE %s SET %s WHERE %s = :of"
                .formatted(table, list("reserved_%1$s = :%1$s"), key);
    }

    private String list(String term) {
        return columns.stream().map(term::formatted).collect(Collectors.joining(", "));
    }
}
