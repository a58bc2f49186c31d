package io.quarry.metadata.placement;

import io.quarry.metadata.capacity.PriceList;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which shard holds what, and the room reserved for it. Called within a transaction. */
@ApplicationScoped
public class Placements {
    private final Shards shards;
    private final Ledger ledger;
    private final PriceList prices;

    Placements(Shards shards, Ledger ledger, PriceList prices) {
        this.shards = shards;
        this.ledger = ledger;
        this.prices = prices;
    }

    /** Where the namespace would go, and what was decided for each shard. */
    public Placing choose(NamespaceSpec spec) {
        return Placing.among(shards.list(), spec);
    }

    /** What comes of the wish on that shard, and what it costs there. */
    public Effective effective(NamespaceSpec spec, Candidate place) {
        return EffectiveOf.placed(
                spec, place.shard(), place.estimate(), prices.monthly(place.estimate().demand()));
    }

    /**
     * Takes the room on the best shard that still has it; {@link #keep} says for whom. Whoever is
     * at a shard just now is passed by, so that requests spread instead of queueing; only who would
     * have to be refused waits to see what the others leave.
     *
     * @throws ProblemException NO_CAPACITY, with what spoke against each shard: each was seen
     *     without room by this request, and no uncommitted reservation was taken for a final one
     */
    public Candidate reserve(NamespaceSpec spec) {
        Placing placing = choose(spec);
        return first(placing, place -> ledger.takeAtOnce(id(place), demand(place)))
                .or(() -> first(placing, place -> ledger.take(id(place), demand(place))))
                .orElseThrow(placing::refusal);
    }

    /** Writes down that the room reserved on the shard is this namespace's. */
    public void keep(Uid uid, int epoch, Candidate place) {
        PlacementRow row = new PlacementRow();
        row.namespaceUid = uid.value();
        row.epoch = epoch;
        row.role = PlacementRole.PRIMARY;
        row.shard = id(place);
        row.reserve(demand(place));
        row.persistAndFlush();
    }

    /** What the changed wish would come to where the namespace is, whether there is room or not. */
    public Candidate grown(Uid uid, NamespaceSpec spec) {
        Shard shard = shard(primary(uid));
        return Candidate.of(shard, spec.isolation(), Placing.estimate(spec, shard));
    }

    /** What would speak against {@link #resize}. */
    public Optional<ProblemException> refusal(Uid uid, NamespaceSpec spec) {
        Candidate place = grown(uid, spec);
        Capacity growth = demand(place).minus(primary(uid).reserved());
        return growth.beyond(place.shard().free()).isEmpty()
                ? Optional.empty()
                : Optional.of(Placing.cannotGrow(place.shard(), growth));
    }

    /**
     * Reserves what the changed wish demands on the shard where the namespace is, and keeps what it
     * had before, so that there is room for either until {@link #settle} says which it became.
     *
     * @throws ProblemException NO_CAPACITY if it has no room to grow there
     */
    public Candidate resize(Uid uid, NamespaceSpec spec) {
        PlacementRow row = primary(uid);
        Candidate place = grown(uid, spec);
        Capacity either = demand(place).orMore(row.reserved());
        Capacity growth = either.minus(row.reserved());
        if (!growth.equals(Capacity.NONE)) {
            if (!ledger.takeMore(row.shard, growth)) {
                throw Placing.cannotGrow(place.shard(), growth);
            }
            row.reserve(either);
            row.persistAndFlush();
        }
        return place;
    }

    /** Gives back what is reserved beyond what the spec demands; may be repeated. */
    public void settle(Uid uid, NamespaceSpec spec) {
        PlacementRow row = primary(uid);
        Capacity needed = row.reserved().atMost(demand(grown(uid, spec)));
        Capacity spare = row.reserved().minus(needed);
        if (!spare.equals(Capacity.NONE)) {
            ledger.giveBack(row.shard, spare);
            row.reserve(needed);
            row.persistAndFlush();
        }
    }

    /** The placements of each namespace, by its uid. */
    public Map<String, List<Placement>> of(Collection<String> uids) {
        return PlacementRow.<PlacementRow>list("namespaceUid in ?1", uids).stream()
                .sorted(Comparator.comparing((PlacementRow row) -> row.role))
                .collect(
                        Collectors.groupingBy(
                                row -> row.namespaceUid,
                                Collectors.mapping(
                                        PlacementRow::toPlacement, Collectors.toList())));
    }

    /** Gives back all that the namespace has reserved, shards in the order of their ids. */
    public void release(Uid uid) {
        List<PlacementRow> rows =
                PlacementRow.list("namespaceUid = ?1 order by shard", uid.value());
        for (PlacementRow row : rows) {
            ledger.giveBack(row.shard, row.reserved());
            row.delete();
        }
    }

    private static Optional<Candidate> first(Placing placing, Predicate<Candidate> taken) {
        return placing.candidates().stream().filter(taken).findFirst();
    }

    private static PlacementRow primary(Uid uid) {
        return PlacementRow.<PlacementRow>find(
                        "namespaceUid = ?1 and role = ?2 order by epoch desc",
                        uid.value(),
                        PlacementRole.PRIMARY)
                .firstResultOptional()
                .orElseThrow(() -> new IllegalStateException(uid + " is placed nowhere"));
    }

    private Shard shard(PlacementRow row) {
        return shards.find(row.shard)
                .orElseThrow(() -> new IllegalStateException("no shard " + row.shard));
    }

    private static String id(Candidate place) {
        return place.shard().id();
    }

    private static Capacity demand(Candidate place) {
        return place.estimate().demand();
    }
}
