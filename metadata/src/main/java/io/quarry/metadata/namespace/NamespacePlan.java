package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.problem.ProblemView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What would happen, with nothing changed.
 *
 * @param effective null where the plan is refused for want of a shard
 * @param warnings what the wish asks for and would not get
 * @param approval why it would wait until somebody approves it; null if it would not
 * @param refusals why the same request without {@code dry_run} would be refused; empty if it would
 *     be accepted
 */
public record NamespacePlan(
        Action action,
        List<StepPlan> steps,
        @Nullable Effective effective,
        List<Placement> placements,
        List<String> warnings,
        @Nullable String approval,
        List<ProblemView> refusals) {
    public NamespacePlan {
        steps = List.copyOf(steps);
        placements = List.copyOf(placements);
        warnings = List.copyOf(warnings);
        refusals = List.copyOf(refusals);
    }

    /** The same, with one thing more that the asker should know. */
    NamespacePlan warned(String warning) {
        List<String> all = new ArrayList<>(warnings);
        all.add(warning);
        return new NamespacePlan(action, steps, effective, placements, all, approval, refusals);
    }

    /** What the request comes to. */
    public enum Action {
        CREATE,
        CHANGE,
        RETIRE,
        RESTORE,
        NONE;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
