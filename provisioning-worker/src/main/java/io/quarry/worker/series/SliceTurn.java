package io.quarry.worker.series;

import io.quarry.metadata.fault.Halts;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.series.SliceClaim;
import io.quarry.metadata.series.SliceTurns;
import io.quarry.metadata.series.SliceWish;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.TimeSlice;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.workflow.SeriesStructures;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/**
 * One turn of one namespace. What goes is condemned in metadata first, and what comes is reserved
 * first; both are done again by whoever finds them half done.
 */
@ApplicationScoped
class SliceTurn {
    private final SliceTurns turns;
    private final SeriesStructures structures;
    private final Duration hold;
    private final Duration pause;

    SliceTurn(SliceTurns turns, SeriesStructures structures, WorkerConfig config) {
        this.turns = turns;
        this.structures = structures;
        this.hold = config.steps().timeout().multipliedBy(3);
        this.pause = config.series().turnEvery();
    }

    /**
     * @return false where it is not to be turned now, or others are at the shard
     */
    boolean carryOut(SliceClaim claim) {
        Optional<SliceWish> seen = turns.wish(claim, hold);
        return seen.isPresent() && structures.inTurn(seen.get().namespace(), () -> turned(claim));
    }

    /** Nobody makes or drops structures on the shard meanwhile, so what is read now holds. */
    private boolean turned(SliceClaim claim) {
        Optional<SliceWish> wanted = turns.wish(claim, hold);
        if (wanted.isEmpty()) {
            return false;
        }
        SliceWish wish = wanted.get();
        Namespace namespace = wish.namespace();
        Layout.TimeSeries layout = SeriesStructures.layout(wish);
        SlicePlan plan = SlicePlan.of(structures.slices(namespace), wish, layout);
        if (!plan.expired().isEmpty() && !drop(claim, namespace, plan)) {
            return false;
        }
        if (!plan.missing().isEmpty() && !make(claim, namespace, plan, layout)) {
            return false;
        }
        turns.turned(claim, plan.tables(), plan.coveredUntil(), pause);
        return true;
    }

    private boolean drop(SliceClaim claim, Namespace namespace, SlicePlan plan) {
        if (!turns.condemn(claim, plan.expiredBefore())) {
            return false;
        }
        for (TimeSlice slice : plan.expired()) {
            if (turns.wish(claim, hold).isEmpty()) {
                return false;
            }
            at("drop", "before", namespace);
            structures.drop(namespace, slice);
            at("drop", "after", namespace);
        }
        return true;
    }

    private boolean make(
            SliceClaim claim, Namespace namespace, SlicePlan plan, Layout.TimeSeries layout) {
        turns.reserve(claim, plan.tables());
        if (turns.wish(claim, hold).isEmpty()) {
            return false;
        }
        at("make", "before", namespace);
        structures.ensure(namespace, layout);
        at("make", "after", namespace);
        return true;
    }

    private static void at(String act, String moment, Namespace namespace) {
        Halts.at("Slices/" + act + " " + moment, namespace.name());
    }
}
