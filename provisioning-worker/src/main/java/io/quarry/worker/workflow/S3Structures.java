package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.IsoDuration;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.ObjectSpec;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.s3.BucketLifecycle;
import io.quarry.stores.s3.S3Config;
import io.quarry.stores.s3.S3Shard;
import io.quarry.stores.s3.Swept;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Buckets with a lifecycle; a full one is emptied in as many turns as it takes. */
@ApplicationScoped
public class S3Structures implements EngineStructures {
    private static final String OBJECTS = "objects";

    /** A part of the first turn's time; of a bucket that is not counted in it no number is told. */
    private static final int COUNTING = 4;

    private static final Logger LOG = Logger.getLogger(S3Structures.class);

    private final StructureLogins logins;

    S3Structures(StructureLogins logins) {
        this.logins = logins;
    }

    @Override
    public Act open(Shard shard, Namespace namespace) {
        S3Shard reached = reach(shard);
        NamespaceRef bucket = EngineStructures.structure(namespace);
        BucketLifecycle lifecycle = lifecycle(namespace.spec());
        return Act.of(
                deadline -> {
                    if (!reached.ensure(bucket, lifecycle, deadline)) {
                        LOG.infof(
                                "%s has no lifecycles: what is old in the bucket of %s is swept",
                                shard.id(), namespace.uid());
                    }
                });
    }

    /** Only gateways come in, and the route tells them. */
    @Override
    public Act close(Shard shard, Namespace namespace) {
        return Act.nothing();
    }

    @Override
    public Act drop(Shard shard, Namespace namespace, Tally tally) {
        S3Shard reached = reach(shard);
        String uid = namespace.uid().value();
        return timeout -> {
            Deadline deadline = Deadline.after(timeout);
            OptionalLong before = tally.leftBefore(OBJECTS);
            OptionalLong all =
                    before.isPresent()
                            ? before
                            : counted(reached, uid, timeout.dividedBy(COUNTING));
            AtomicLong left = new AtomicLong(all.orElse(0));
            all.ifPresent(known -> tally.left(known, OBJECTS));
            boolean empty =
                    reached.drop(
                            uid,
                            gone -> {
                                long now = left.addAndGet(-gone);
                                if (now > 0) {
                                    tally.left(now, OBJECTS);
                                }
                            },
                            deadline);
            return empty
                    ? new Outcome.Done()
                    : new Outcome.Await("objects of " + uid + " are left on " + shard.id());
        };
    }

    /** That it cannot be counted holds nothing up. */
    private static OptionalLong counted(S3Shard reached, String uid, Duration timeout) {
        try {
            return reached.count(uid, Deadline.after(timeout));
        } catch (StoreException e) {
            LOG.debugf("the objects of %s were not counted: %s", uid, e.getMessage());
            return OptionalLong.empty();
        }
    }

    @Override
    public String probe(Shard shard, Deadline deadline) {
        return "S3 " + reach(shard).probe(deadline);
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        return reach(shard).identity(deadline);
    }

    /**
     * Removes what has expired, unless the store sees to that itself; to the end of the bucket,
     * however many turns that takes.
     *
     * @param timeout of each turn
     * @return how many objects and uploads are gone
     * @throws io.quarry.stores.spi.StoreException what stands against it
     */
    public long sweep(Shard shard, Namespace namespace, Instant now, Duration timeout) {
        S3Shard reached = reach(shard);
        NamespaceRef bucket = EngineStructures.structure(namespace);
        if (reached.keepsLifecycle(bucket, Deadline.after(timeout))) {
            return 0;
        }
        BucketLifecycle lifecycle = lifecycle(namespace.spec());
        long removed = 0;
        String after = null;
        do {
            Swept swept = reached.sweep(bucket, lifecycle, now, after, Deadline.after(timeout));
            removed += swept.objects() + swept.uploads();
            after = swept.after();
        } while (after != null && !Thread.currentThread().isInterrupted());
        return removed;
    }

    private S3Shard reach(Shard shard) {
        StructureLogins.Login login = logins.of(shard.credentialRef());
        return new S3Shard(
                new S3Config(
                        shard.endpoints(),
                        shard.settings().getOrDefault("region", S3Config.NO_REGION),
                        login.username(),
                        login.password()));
    }

    /**
     * A dataset has no ttl, since its versions are chains of deltas of which none may go by its
     * age: nothing of it goes by itself but what was never completed.
     */
    private static BucketLifecycle lifecycle(NamespaceSpec spec) {
        IsoDuration ttl = spec.ttl();
        ObjectSpec object = Objects.requireNonNullElse(spec.object(), ObjectSpec.DEFAULT);
        return new BucketLifecycle(
                ttl == null ? null : ttl.duration(), object.abortUploadsAfter().duration());
    }
}
