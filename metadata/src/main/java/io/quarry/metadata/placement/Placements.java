package io.quarry.metadata.placement;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.capacity.Estimate;
import io.quarry.metadata.capacity.PriceList;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.quota.Holding;
import io.quarry.metadata.quota.Quotas;
import io.quarry.metadata.series.SeriesTables;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Roomiest;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which shard holds what, and the room reserved for it on the shard and in its tenant's quota, in
 * this order. Called within a transaction.
 */
@ApplicationScoped
public class Placements {
    private final Shards shards;
    private final Roomiest roomiest;
    private final Ledger ledger;
    private final PriceList prices;
    private final Quotas quotas;
    private final SeriesTables tables;

    Placements(
            Shards shards,
            Roomiest roomiest,
            Ledger ledger,
            PriceList prices,
            Quotas quotas,
            SeriesTables tables) {
        this.shards = shards;
        this.roomiest = roomiest;
        this.ledger = ledger;
        this.prices = prices;
        this.quotas = quotas;
        this.tables = tables;
    }

    /** Where the namespace would go, and what was decided for each shard. */
    public Placing choose(NamespaceSpec spec) {
        return Placing.among(shards.list(), spec);
    }

    /** What comes of the wish on that shard, and what it costs there. */
    public Effective effective(NamespaceSpec spec, Candidate place) {
        return EffectiveOf.placed(
                spec, place.shard(), shards.promised(id(place)), place.estimate(), cost(place));
    }

    /** The same of a namespace that is there, and of which not all can be laid out anew. */
    public Effective effective(NamespaceSpec spec, Candidate place, Effective before) {
        Effective after = effective(spec, place);
        return spec.abstraction() == Abstraction.COUNTER ? after.inBucketsOf(before) : after;
    }

    /**
     * Takes the room on the best shard that still has it; {@link #keep} says for whom. Whoever is
     * at a shard just now is passed by, so that requests spread instead of queueing; only who finds
     * none among the roomiest looks at the whole fleet, and only who would have to be refused waits
     * to see what the others leave.
     *
     * @throws ProblemException NO_CAPACITY, with what spoke against each shard: each was seen
     *     without room by this request, and no uncommitted reservation was taken for a final one;
     *     QUOTA_EXCEEDED if the tenant may not have it
     */
    public Candidate reserve(TenantId tenant, NamespaceSpec spec) {
        Candidate taken = first(nearby(spec), this::takeAtOnce).orElseGet(() -> anywhere(spec));
        quotas.take(tenant, Holding.ofNamespace(demand(taken), cost(taken)));
        return taken;
    }

    /** The whole of a shard is wanted by who wants one alone, which only the whole fleet tells. */
    Placing nearby(NamespaceSpec spec) {
        return switch (spec.isolation()) {
            case DEDICATED -> new Placing(List.of(), List.of());
            case SHARED -> {
                List<Estimate> estimates = Placing.estimates(spec);
                Engine engine = estimates.getFirst().engine();
                List<Capacity> demands = estimates.stream().map(Estimate::demand).toList();
                yield Placing.among(roomiest.of(engine, spec.labels(), demands), spec);
            }
        };
    }

    private Candidate anywhere(NamespaceSpec spec) {
        Placing placing = choose(spec);
        return first(placing, this::takeAtOnce)
                .or(() -> first(placing, place -> ledger.take(id(place), demand(place))))
                .orElseThrow(placing::refusal);
    }

    private boolean takeAtOnce(Candidate place) {
        return ledger.takeAtOnce(id(place), demand(place));
    }

    /** What the tenant's quota would say to {@link #reserve} on that shard. */
    public Optional<ProblemException> beyondQuota(TenantId tenant, Candidate place) {
        return quotas.refusal(tenant, Holding.ofNamespace(demand(place), cost(place)));
    }

    /** Writes down that the room reserved on the shard is this namespace's. */
    public void keep(Uid uid, int epoch, Candidate place) {
        PlacementRow row = new PlacementRow();
        row.namespaceUid = uid.value();
        row.epoch = epoch;
        row.role = PlacementRole.PRIMARY;
        row.shard = id(place);
        row.reserve(demand(place), cost(place).cents());
        row.persistAndFlush();
    }

    /**
     * What the changed wish would come to where the namespace is, whether there is room or not.
     * Tables that were cut as another wish had it are there as long as what is in them.
     */
    public Candidate grown(Uid uid, NamespaceSpec spec) {
        Shard shard = shard(primary(uid));
        Estimate estimate = Placing.estimate(spec, shard);
        Capacity there = objects(tables.of(uid));
        return Candidate.of(
                shard, spec.isolation(), estimate.demanding(estimate.demand().orMore(there)));
    }

    /** What would speak against {@link #resize}, in its order. */
    public List<ProblemException> refusals(Uid uid, NamespaceSpec spec) {
        PlacementRow row = primary(uid);
        Candidate place = grown(uid, spec);
        Holding growth = growth(row, place);
        List<ProblemException> refusals = new ArrayList<>();
        if (!fits(growth, place)) {
            refusals.add(Placing.cannotGrow(place.shard(), growth.capacity()));
        }
        quotas.refusal(tenant(row), growth).ifPresent(refusals::add);
        return refusals;
    }

    /**
     * Reserves what the changed wish demands on the shard where the namespace is, and keeps what it
     * had before, so that there is room for either until {@link #settle} says which it became.
     *
     * @throws ProblemException NO_CAPACITY if it has no room to grow there; QUOTA_EXCEEDED if the
     *     tenant may not have as much
     */
    public Candidate resize(Uid uid, NamespaceSpec spec) {
        PlacementRow row = primary(uid);
        Candidate place = grown(uid, spec);
        Holding growth = growth(row, place);
        if (!growth.equals(Holding.NOTHING)) {
            if (!fits(growth, place) || !ledger.takeMore(row.shard, growth.capacity())) {
                throw Placing.cannotGrow(place.shard(), growth.capacity());
            }
            quotas.take(tenant(row), growth);
            row.reserve(row.reserved().plus(growth.capacity()), row.monthlyCents + growth.cents());
            row.persistAndFlush();
        }
        return place;
    }

    private static boolean fits(Holding growth, Candidate place) {
        return growth.capacity().beyond(place.shard().free()).isEmpty();
    }

    /** What either of both takes beyond what there is; it is paid for once. */
    private Holding growth(PlacementRow row, Candidate place) {
        return new Holding(
                0,
                demand(place).orMore(row.reserved()).minus(row.reserved()),
                Math.max(cost(place).cents(), row.monthlyCents) - row.monthlyCents);
    }

    /**
     * Reserves so many objects where the namespace is, if it has not as many; they are not paid
     * for.
     *
     * @throws ProblemException NO_CAPACITY if the shard has no room for them; QUOTA_EXCEEDED if the
     *     tenant may not have as many
     */
    public void cover(Uid uid, long objects) {
        PlacementRow row = primary(uid);
        if (objects <= row.objects) {
            return;
        }
        Capacity growth = objects(objects - row.objects);
        if (!ledger.takeMore(row.shard, growth)) {
            throw Placing.cannotGrow(shard(row), growth);
        }
        quotas.take(tenant(row), new Holding(0, growth, 0));
        row.reserve(row.reserved().plus(growth), row.monthlyCents);
        row.persistAndFlush();
    }

    private static Capacity objects(long count) {
        return new Capacity(0, 0, 0, 0, 0, count);
    }

    /** Gives back what is reserved beyond what the spec demands; may be repeated. */
    public void settle(Uid uid, NamespaceSpec spec) {
        PlacementRow row = primary(uid);
        Candidate place = grown(uid, spec);
        Capacity needed = row.reserved().atMost(demand(place));
        long cents = Math.min(row.monthlyCents, cost(place).cents());
        Holding spare = new Holding(0, row.reserved().minus(needed), row.monthlyCents - cents);
        if (!spare.equals(Holding.NOTHING)) {
            ledger.giveBack(row.shard, spare.capacity());
            quotas.giveBack(tenant(row), spare);
            row.reserve(needed, cents);
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

    /**
     * Gives back all that the namespace has reserved, shards in the order of their ids, and its
     * place among the tenant's; once.
     */
    public void release(TenantId tenant, Uid uid) {
        List<PlacementRow> rows =
                PlacementRow.list("namespaceUid = ?1 order by shard", uid.value());
        Holding held = new Holding(1, Capacity.NONE, 0);
        for (PlacementRow row : rows) {
            ledger.giveBack(row.shard, row.reserved());
            held =
                    new Holding(
                            1,
                            held.capacity().plus(row.reserved()),
                            held.cents() + row.monthlyCents);
            row.delete();
        }
        quotas.giveBack(tenant, held);
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

    private static TenantId tenant(PlacementRow row) {
        return TenantId.of(row.tenant);
    }

    private Cost cost(Candidate place) {
        return prices.monthly(demand(place));
    }

    private static String id(Candidate place) {
        return place.shard().id();
    }

    private static Capacity demand(Candidate place) {
        return place.estimate().demand();
    }
}
