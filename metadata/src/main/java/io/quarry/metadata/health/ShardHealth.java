package io.quarry.metadata.health;

import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.shard.ShardIdentities;
import io.quarry.metadata.shard.ShardLifecycle;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How shards are. What the worker finds comes in by {@link #measured}, {@link #recognised}, {@link
 * #silent} and {@link #unknown}, each in a transaction of its own, and may come twice; a shard's
 * state, its audit and its events change only when it fails and when it is back.
 */
@ApplicationScoped
public class ShardHealth {
    /** A reason is a sentence; what a driver says may be a page. */
    private static final int LONGEST_REASON = 500;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Tenancy tenancy;
    private final HealthRows rows;
    private final ShardLifecycle shards;
    private final ShardIdentities identities;

    ShardHealth(
            Tenancy tenancy, HealthRows rows, ShardLifecycle shards, ShardIdentities identities) {
        this.tenancy = tenancy;
        this.rows = rows;
        this.shards = shards;
        this.identities = identities;
    }

    /**
     * For the worker: it answers as the cluster that it is, so if it had failed it is what it was
     * before.
     */
    public void measured(String shard, Measurement measurement) {
        boolean _ =
                tenancy.system(
                        () -> {
                            String impaired = Promise.impairment(measurement).orElse(null);
                            HealthState state =
                                    impaired == null ? HealthState.ANSWERING : HealthState.IMPAIRED;
                            boolean serves = rows.store(shard, state, impaired, measurement);
                            if (serves) {
                                rows.promise(
                                        shard, Promise.of(measurement).replication(), impaired);
                                if (rows.remember(shard, measurement)) {
                                    rows.measure(shard, measurement.at());
                                }
                                shards.recovered(shard);
                            }
                            return serves;
                        });
    }

    /**
     * For the worker: it did not answer.
     *
     * @param failed whether this was once too often, so that it is FAILED and takes nothing new
     */
    public void silent(String shard, String reason, boolean failed) {
        String why = sentence(reason);
        boolean _ =
                tenancy.system(
                        () -> {
                            boolean serves = rows.store(shard, HealthState.SILENT, why, null);
                            if (serves && failed) {
                                shards.failed(shard, why);
                            }
                            return serves;
                        });
    }

    /**
     * For the worker: who answers calls itself by these marks.
     *
     * @return false if that is another cluster than the one that was taken into use, so that the
     *     shard is FAILED and takes nothing new
     */
    public boolean recognised(String shard, Set<String> marks) {
        return tenancy.system(
                () -> {
                    Optional<String> why = identities.recognise(shard, marks);
                    if (why.isEmpty()) {
                        return true;
                    }
                    String reason = sentence(why.get());
                    if (rows.store(shard, HealthState.STRANGER, reason, null)) {
                        shards.stranger(shard, reason);
                    }
                    return false;
                });
    }

    /** For the worker: it could not be asked, which is not its fault. */
    public void unknown(String shard, String reason) {
        boolean _ =
                tenancy.system(
                        () -> rows.store(shard, HealthState.UNKNOWN, sentence(reason), null));
    }

    /** By shard; those that nobody has looked at yet are left out. */
    public Map<String, Health> of(Collection<String> ids) {
        return tenancy.platform(() -> rows.find(ids));
    }

    /** At most one a minute, the oldest first; minutes in which it did not answer are left out. */
    public Listing<Measurement> measurements(
            String shard, MeasurementWindow window, PageRequest page) {
        String listing = "measurements " + shard + " " + window.asked();
        Instant after = page.after(listing, ShardHealth::minute);
        Instant next = after == null ? window.from() : after.plus(MINUTE);
        Instant from = next.isBefore(window.from()) ? window.from() : next;
        return tenancy.platform(
                () -> {
                    List<Measurement> found = rows.list(shard, from, window.to(), page.limit() + 1);
                    return page.page(listing, found, ShardHealth::key, each -> each);
                });
    }

    /** For the worker: forgets what is older. */
    public int expire(Duration history) {
        return tenancy.system(() -> rows.deleteOlderThan(history));
    }

    private static String key(Measurement last) {
        return Long.toString(last.at().truncatedTo(ChronoUnit.MINUTES).getEpochSecond());
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    private static Instant minute(String key) {
        if (!key.matches("[0-9]{1,11}")) {
            throw new IllegalArgumentException(key);
        }
        return Instant.ofEpochSecond(Long.parseLong(key));
    }

    private static String sentence(String reason) {
        return reason.length() <= LONGEST_REASON
                ? reason
                : reason.substring(0, LONGEST_REASON - 1) + "…";
    }
}
