package io.quarry.metadata.quota;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Capacity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The most that a tenant's namespaces may take together; what is null has no limit.
 *
 * @param monthlyCost in the price list's currency, to the hundredth
 */
public record QuotaLimits(
        @Nullable Long namespaces,
        @Nullable Long millicores,
        @Nullable Long memoryBytes,
        @Nullable Long diskBytes,
        @Nullable Long readsPerSecond,
        @Nullable Long writesPerSecond,
        @Nullable Long objects,
        @Nullable Double monthlyCost) {
    public static final QuotaLimits NONE =
            new QuotaLimits(null, null, null, null, null, null, null, null);

    /** In the ledger's units; null where there is no limit. */
    @Nullable Long of(QuotaDimension dimension) {
        return switch (dimension) {
            case NAMESPACES -> namespaces;
            case MILLICORES -> millicores;
            case MEMORY_BYTES -> memoryBytes;
            case DISK_BYTES -> diskBytes;
            case READS_PER_SECOND -> readsPerSecond;
            case WRITES_PER_SECOND -> writesPerSecond;
            case OBJECTS -> objects;
            case MONTHLY_COST -> monthlyCost == null ? null : Cost.cents(monthlyCost);
        };
    }

    /**
     * @throws ProblemException INVALID_REQUEST with every limit that is none
     */
    void check() {
        List<Violation> violations = new ArrayList<>();
        for (QuotaDimension dimension : QuotaDimension.values()) {
            Long limit = of(dimension);
            if (limit != null && (limit < 0 || limit > Capacity.MOST)) {
                violations.add(
                        new Violation(dimension.wire(), "must be from 0 to " + most(dimension)));
            } else if (dimension == QuotaDimension.MONTHLY_COST && !whole(monthlyCost)) {
                violations.add(
                        new Violation(dimension.wire(), "must have at most two decimal places"));
            }
        }
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    "The quota is not valid: "
                            + String.join(", ", violations.stream().map(Violation::field).toList())
                            + ".",
                    violations);
        }
    }

    private static boolean whole(@Nullable Double cost) {
        return cost == null || Cost.amount(Cost.cents(cost)) == cost;
    }

    private static long most(QuotaDimension dimension) {
        return dimension == QuotaDimension.MONTHLY_COST ? Capacity.MOST / 100 : Capacity.MOST;
    }
}
