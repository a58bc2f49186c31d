package io.quarry.metadata.quota;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Refusals that name limit, used and requested. */
final class Refusals {
    private Refusals() {}

    static ProblemException exceeded(QuotaRow row, Holding more, List<QuotaDimension> exceeded) {
        return refusal(
                ProblemCode.QUOTA_EXCEEDED,
                "The quota of tenant " + row.tenant() + " leaves too little room: ",
                exceeded.stream()
                        .map(dimension -> excess(row, row.limits(), dimension, more.of(dimension)))
                        .toList());
    }

    static ProblemException belowReserved(
            QuotaRow row, QuotaLimits wanted, List<QuotaDimension> above) {
        return refusal(
                ProblemCode.QUOTA_BELOW_RESERVED,
                "Tenant " + row.tenant() + " has reserved more than these limits allow: ",
                above.stream().map(dimension -> excess(row, wanted, dimension, null)).toList());
    }

    private static ProblemException refusal(ProblemCode code, String what, List<Excess> excesses) {
        return new ProblemException(
                code,
                what
                        + excesses.stream().map(Excess::sentence).collect(Collectors.joining("; "))
                        + ".",
                Map.of("exceeded", excesses.stream().map(Excess::facts).toList()));
    }

    private static Excess excess(
            QuotaRow row, QuotaLimits limits, QuotaDimension dimension, @Nullable Long requested) {
        Long limit = Objects.requireNonNull(limits.of(dimension), "what is exceeded");
        return new Excess(dimension, limit, row.reserved().of(dimension), requested);
    }

    /**
     * A dimension in which there is too little room, in the ledger's units.
     *
     * @param requested null where it is the limit that is asked for
     */
    private record Excess(
            QuotaDimension dimension, long limit, long used, @Nullable Long requested) {
        String sentence() {
            String there =
                    "%s: limit %s, used %s".formatted(dimension.wire(), said(limit), said(used));
            return requested == null ? there : there + ", requested " + said(requested);
        }

        Map<String, Object> facts() {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("dimension", dimension.wire());
            facts.put("limit", number(limit));
            facts.put("used", number(used));
            if (requested != null) {
                facts.put("requested", number(requested));
            }
            return facts;
        }

        private String said(long amount) {
            return dimension == QuotaDimension.MONTHLY_COST
                    ? BigDecimal.valueOf(amount, 2).toPlainString()
                    : Long.toString(amount);
        }

        private Number number(long amount) {
            if (dimension == QuotaDimension.MONTHLY_COST) {
                return Cost.amount(amount);
            }
            return amount;
        }
    }
}
