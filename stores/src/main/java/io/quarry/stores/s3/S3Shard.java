package io.quarry.stores.s3;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortIncompleteMultipartUpload;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketLifecycleConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Tenants' buckets on one object store. Every call is idempotent and may be broken off anywhere; a
 * caller that saw a {@link StoreException} repeats it.
 */
public final class S3Shard {
    private static final String RULE = "quarry";

    /** Followed by a UUID; no structure has such a name. */
    private static final String MARK = "quarry-identity-";

    private final S3Config config;
    private final S3Connection connection;

    public S3Shard(S3Config config) {
        this.config = config;
        this.connection = new S3Connection(config);
    }

    /** How many buckets the key may see, which tells that it works. */
    public String probe(Deadline deadline) {
        int buckets = connection.on(deadline, client -> client.listBuckets().buckets().size());
        return "with " + buckets + " buckets";
    }

    /**
     * Who the store is, as far as this key sees it: the names of the buckets that were made to tell
     * it. One is made where there is none, and another if two ask at once; whoever sees one of them
     * looks at the same buckets.
     */
    public Set<String> identity(Deadline deadline) {
        return connection.on(
                deadline,
                client -> {
                    Set<String> marks = marks(client);
                    if (marks.isEmpty()) {
                        create(client, MARK + UUID.randomUUID());
                        marks = marks(client);
                    }
                    return marks;
                });
    }

    private static Set<String> marks(S3Client client) {
        return client.listBuckets().buckets().stream()
                .map(Bucket::name)
                .filter(name -> name.startsWith(MARK))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The bucket, with this lifecycle.
     *
     * @return whether the store sees to the lifecycle; where it has none, whoever wants it kept
     *     calls {@link #sweep} now and then
     */
    public boolean ensure(NamespaceRef namespace, BucketLifecycle lifecycle, Deadline deadline) {
        String bucket = bucket(namespace);
        return connection.on(
                deadline,
                client -> {
                    create(client, bucket);
                    return keeps(client, bucket, lifecycle);
                });
    }

    private void create(S3Client client, String bucket) {
        CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(bucket);
        if (!config.region().equals(S3Config.NO_REGION)) {
            request.createBucketConfiguration(where -> where.locationConstraint(config.region()));
        }
        try {
            var _ = client.createBucket(request.build());
        } catch (BucketAlreadyOwnedByYouException e) {
            // made before
        }
    }

    private static boolean keeps(S3Client client, String bucket, BucketLifecycle lifecycle) {
        try {
            var _ =
                    client.putBucketLifecycleConfiguration(
                            request ->
                                    request.bucket(bucket)
                                            .lifecycleConfiguration(configuration(lifecycle)));
            return true;
        } catch (S3Exception e) {
            if (S3Errors.isNotImplemented(e)) {
                return false;
            }
            throw e;
        }
    }

    static BucketLifecycleConfiguration configuration(BucketLifecycle lifecycle) {
        LifecycleRule.Builder rule =
                LifecycleRule.builder()
                        .id(RULE)
                        .status(ExpirationStatus.ENABLED)
                        .filter(LifecycleRuleFilter.builder().prefix("").build())
                        .abortIncompleteMultipartUpload(
                                AbortIncompleteMultipartUpload.builder()
                                        .daysAfterInitiation(lifecycle.abortUploadsAfterDays())
                                        .build());
        lifecycle
                .expireAfterDays()
                .ifPresent(
                        days -> rule.expiration(LifecycleExpiration.builder().days(days).build()));
        return BucketLifecycleConfiguration.builder().rules(rule.build()).build();
    }

    /** Whether nobody has to sweep: the store sees to the bucket's lifecycle, or has no bucket. */
    public boolean keepsLifecycle(NamespaceRef namespace, Deadline deadline) {
        String bucket = bucket(namespace);
        return connection.on(
                deadline,
                client -> {
                    try {
                        var _ =
                                client.getBucketLifecycleConfiguration(
                                        request -> request.bucket(bucket));
                        return true;
                    } catch (NoSuchBucketException e) {
                        return true;
                    } catch (S3Exception e) {
                        if (S3Errors.isNotImplemented(e)
                                || S3Errors.code(e).equals("NoSuchLifecycleConfiguration")) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    /**
     * Does what the lifecycle says, for a store that does not. At least once a page, whatever the
     * time; called again with what it answers, it comes to the end.
     *
     * @param now by which objects and uploads are old
     * @param after the key to go on after; null to begin
     */
    public Swept sweep(
            NamespaceRef namespace,
            BucketLifecycle lifecycle,
            Instant now,
            @Nullable String after,
            Deadline deadline) {
        String bucket = bucket(namespace);
        return connection.on(
                deadline,
                client -> {
                    try {
                        return new BucketContents(client, bucket)
                                .sweep(lifecycle, now, after, deadline);
                    } catch (NoSuchBucketException e) {
                        return new Swept(0, 0, null);
                    }
                });
    }

    /** How many objects the namespace's buckets hold; empty if the deadline came before the end. */
    public OptionalLong count(String uid, Deadline deadline) {
        return connection.on(
                deadline,
                client -> {
                    long all = 0;
                    for (NamespaceRef each : list(client, uid)) {
                        OptionalLong here =
                                new BucketContents(client, bucket(each)).count(deadline);
                        if (here.isEmpty()) {
                            return here;
                        }
                        all += here.getAsLong();
                    }
                    return OptionalLong.of(all);
                });
    }

    /** As the other, for those who do not watch. */
    public boolean drop(String uid, Deadline deadline) {
        return drop(uid, _ -> {}, deadline);
    }

    /**
     * Drops every bucket of the namespace with all that is in it, page by page until the deadline.
     *
     * @param gone told after each page how many objects it had
     * @return whether nothing is left; if not, the next call goes on where this one ended
     */
    public boolean drop(String uid, LongConsumer gone, Deadline deadline) {
        return connection.on(
                deadline,
                client -> {
                    for (NamespaceRef each : list(client, uid)) {
                        if (!drop(client, bucket(each), gone, deadline)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private static boolean drop(
            S3Client client, String bucket, LongConsumer gone, Deadline deadline) {
        try {
            if (!new BucketContents(client, bucket).empty(gone, deadline)) {
                return false;
            }
            var _ = client.deleteBucket(request -> request.bucket(bucket));
            return true;
        } catch (NoSuchBucketException e) {
            return true;
        } catch (S3Exception e) {
            // something was put meanwhile, by a request that was on its way
            if (S3Errors.code(e).equals("BucketNotEmpty")) {
                return false;
            }
            throw e;
        }
    }

    /** The buckets of one namespace, by epoch. */
    public List<NamespaceRef> list(String uid, Deadline deadline) {
        return connection.on(deadline, client -> list(client, uid));
    }

    private static List<NamespaceRef> list(S3Client client, String uid) {
        List<NamespaceRef> all = new ArrayList<>();
        for (Bucket bucket : client.listBuckets().buckets()) {
            NamespaceRef namespace = namespace(bucket.name());
            if (namespace != null && namespace.uid().equals(uid)) {
                all.add(namespace);
            }
        }
        all.sort(Comparator.comparingInt(NamespaceRef::epoch));
        return all;
    }

    /** Buckets may not have an underscore in their names. */
    static String bucket(NamespaceRef namespace) {
        return namespace.structure().replace('_', '-');
    }

    static @Nullable NamespaceRef namespace(String bucket) {
        return bucket.indexOf('_') >= 0 ? null : NamespaceRef.ofStructure(bucket.replace('-', '_'));
    }
}
