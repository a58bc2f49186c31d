package io.quarry.metadata.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.metadata.patch.MergePatch;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Texts;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What may be said of a tenant when it is made or changed. */
public record TenantSpec(String description) {
    public static final int MAX_DESCRIPTION = 1_000;

    private static final String DESCRIPTION = "description";

    public TenantSpec {
        description = Objects.requireNonNullElse(description, "");
    }

    /**
     * This with a JSON Merge Patch applied.
     *
     * @throws ProblemException UNKNOWN_FIELD if nothing but unknown fields is wrong, else
     *     INVALID_REQUEST; with all violations
     */
    public TenantSpec patched(JsonNode patch) {
        JsonNode merged = MergePatch.apply(Json.tree(this), patch);
        List<Violation> unknown = new ArrayList<>();
        List<Violation> wrong = new ArrayList<>();
        if (!merged.isObject()) {
            wrong.add(new Violation("body", "must be an object"));
        }
        for (Map.Entry<String, JsonNode> member : merged.properties()) {
            if (!member.getKey().equals(DESCRIPTION)) {
                unknown.add(new Violation(member.getKey(), "is not known"));
            } else if (!member.getValue().isTextual()) {
                wrong.add(new Violation(DESCRIPTION, "must be text"));
            }
        }
        if (wrong.isEmpty() && unknown.isEmpty()) {
            return new TenantSpec(merged.path(DESCRIPTION).asText());
        }
        ProblemCode code =
                wrong.isEmpty() ? ProblemCode.UNKNOWN_FIELD : ProblemCode.INVALID_REQUEST;
        wrong.addAll(unknown);
        throw new ProblemException(
                code,
                "The tenant's spec is not valid: "
                        + String.join(", ", wrong.stream().map(Violation::field).toList())
                        + ".",
                wrong);
    }

    /**
     * @throws ProblemException INVALID_REQUEST
     */
    void check() {
        Texts.check(DESCRIPTION, description, MAX_DESCRIPTION)
                .ifPresent(
                        fault -> {
                            throw new ProblemException(
                                    ProblemCode.INVALID_REQUEST,
                                    fault.field() + " " + fault.message() + ".",
                                    List.of(fault));
                        });
    }
}
