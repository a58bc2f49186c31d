package io.quarry.worker.health;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarry.metadata.health.Promise;
import io.quarry.metadata.health.ShardHealth;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.publish.Elected;
import io.quarry.worker.publish.Election.Office;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks at every shard again and again, in one worker. Each look has a thread and a time of its
 * own, so that a shard that hangs delays no other; a shard that has not answered yet is not asked
 * again. How often a shard was silent in a row is this worker's own count: one that has just taken
 * over finds out for itself.
 */
@ApplicationScoped
public class ShardWatch implements Elected.Work {
    private static final Logger LOG = Logger.getLogger(ShardWatch.class);

    /** How soon it notices that it is to stop, or may begin. */
    private static final Duration PACE = Duration.ofMillis(500);

    private final Tenancy tenancy;
    private final Shards shards;
    private final ShardHealth health;
    private final Look look;
    private final Duration interval;
    private final int failures;
    private final Elected elected;
    private final Duration identityEvery;
    private final MultiGauge reachableGauge;
    private final MultiGauge impairedGauge;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Integer> silences = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> recognised = new ConcurrentHashMap<>();
    private final Set<String> impaired = ConcurrentHashMap.newKeySet();
    private volatile boolean watching;
    private long due;

    ShardWatch(
            Tenancy tenancy,
            Shards shards,
            ShardHealth health,
            Look look,
            AgroalDataSource database,
            WorkerConfig config,
            MeterRegistry meters) {
        this.tenancy = tenancy;
        this.shards = shards;
        this.health = health;
        this.look = look;
        this.interval = config.health().interval();
        this.failures = config.health().failures();
        Duration pace = interval.compareTo(PACE) < 0 ? interval : PACE;
        this.elected = new Elected(Office.SHARDS, this, database, pace);
        this.identityEvery = config.health().identityEvery();
        this.impairedGauge =
                MultiGauge.builder("quarry.shard.impaired")
                        .description("1 if the shard answers with fewer nodes than it should have")
                        .register(meters);
        this.reachableGauge =
                MultiGauge.builder("quarry.shard.reachable")
                        .description("1 if the shard answered when it was last looked at, else 0")
                        .register(meters);
    }

    public void start() {
        elected.start();
    }

    public void stop() {
        elected.stop(PACE);
    }

    @Override
    public void begin() {
        silences.clear();
        recognised.clear();
        impaired.clear();
        watching = true;
        due = System.nanoTime() + interval.toNanos();
    }

    @Override
    public void turn() {
        if (System.nanoTime() - due < 0) {
            return;
        }
        due = System.nanoTime() + interval.toNanos();
        List<Shard> serving =
                tenancy.system(shards::list).stream()
                        .filter(shard -> serves(shard.state()))
                        .toList();
        Set<String> ids = serving.stream().map(Shard::id).collect(Collectors.toSet());
        look.keep(ids);
        silences.keySet().retainAll(ids);
        recognised.keySet().retainAll(ids);
        impaired.retainAll(ids);
        show(serving);
        for (Shard shard : serving) {
            if (asked.add(shard.id())) {
                Thread _ =
                        Thread.ofVirtual()
                                .name("shard-" + shard.id())
                                .start(() -> lookAndTell(shard));
            }
        }
    }

    @Override
    public void end() {
        if (watching) {
            watching = false;
            look.keep(Set.of());
            silences.clear();
            show(List.of());
        }
    }

    /** The others are not there yet, or not any more. */
    private static boolean serves(ShardState state) {
        return switch (state) {
            case ACTIVE, CORDONED, DRAINING, FAILED -> true;
            case PROVISIONING, RETIRED -> false;
        };
    }

    private void lookAndTell(Shard shard) {
        try {
            boolean who = isToSayWhoItIs(shard.id());
            Found found = look.at(shard, who);
            if (watching) {
                tell(shard.id(), found);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("how %s is, is told at the next look: %s", shard.id(), e.getMessage());
        } finally {
            asked.remove(shard.id());
        }
    }

    /** At first, after each silence, and now and then: servers change while nobody looks. */
    private boolean isToSayWhoItIs(String shard) {
        Long last = recognised.get(shard);
        return last == null || System.nanoTime() - last > identityEvery.toNanos();
    }

    private void tell(String shard, Found found) {
        switch (found) {
            case Found.Answered(var measurement, var marks) -> {
                if (marks != null && !health.recognised(shard, marks)) {
                    LOG.warnf("another cluster answers for shard %s", shard);
                    recognised.remove(shard);
                    silences.put(shard, failures);
                    return;
                }
                if (isToSayWhoItIs(shard)) {
                    recognised.put(shard, System.nanoTime());
                }
                silences.put(shard, 0);
                if (Promise.impairment(measurement).isPresent()) {
                    impaired.add(shard);
                } else {
                    impaired.remove(shard);
                }
                health.measured(shard, measurement);
            }
            case Found.Silent(var reason) -> {
                recognised.remove(shard);
                int inARow = silences.merge(shard, 1, Integer::sum);
                if (inARow == failures) {
                    LOG.warnf("shard %s did not answer %d times: %s", shard, inARow, reason);
                }
                health.silent(shard, reason, inARow >= failures);
            }
            case Found.Unasked(var reason) -> {
                silences.remove(shard);
                health.unknown(shard, reason);
            }
        }
    }

    /** Those that were asked, as of the last look. */
    private void show(List<Shard> serving) {
        List<Shard> looked =
                serving.stream().filter(shard -> silences.containsKey(shard.id())).toList();
        show(reachableGauge, looked, shard -> silences.getOrDefault(shard, 0) == 0);
        show(impairedGauge, looked, impaired::contains);
    }

    private static void show(MultiGauge gauge, List<Shard> looked, Predicate<String> holds) {
        gauge.register(
                looked.stream()
                        .map(
                                shard ->
                                        MultiGauge.Row.of(
                                                Tags.of(
                                                        "engine",
                                                        shard.engine().name(),
                                                        "shard",
                                                        shard.id()),
                                                holds.test(shard.id()) ? 1 : 0))
                        .collect(Collectors.toList()),
                true);
    }
}
