package io.quarry.stores.s3;

import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.stack.RunningStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** On the object store of the running stack, which has no lifecycles. */
class S3ShardIT {
    private static final Duration DAY = Duration.ofDays(1);
    private static final BucketLifecycle LIFECYCLE = new BucketLifecycle(DAY.multipliedBy(2), DAY);

    private final S3Config config = config();
    private final S3Shard shard = new S3Shard(config);
    private final S3Connection connection = new S3Connection(config);
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void drop() {
        made.forEach(this::dropWhole);
    }

    @Test
    void it_answers_to_its_key_only() {
        assertThat(shard.probe(soon())).matches("with [0-9]+ buckets");
        S3Shard wrong =
                new S3Shard(
                        new S3Config(
                                config.endpoints(), config.region(), config.accessKey(), "wrong"));
        assertThatThrownBy(() -> wrong.probe(soon())).isInstanceOf(StoreException.Rejected.class);
    }

    @Test
    void it_is_marked_once_and_the_mark_is_no_structure() {
        Set<String> marks = shard.identity(soon());
        assertThat(marks).isNotEmpty().allMatch(mark -> mark.startsWith("quarry-identity-"));
        assertThat(shard.identity(soon())).isEqualTo(marks);
        assertThat(marks).allMatch(mark -> S3Shard.namespace(mark) == null);
    }

    @Test
    void a_bucket_is_made_once_and_what_it_holds_stays() {
        NamespaceRef namespace = fresh();
        boolean keeps = shard.ensure(namespace, LIFECYCLE, soon());
        put(namespace, "kept");
        assertThat(shard.ensure(namespace, new BucketLifecycle(null, DAY), soon()))
                .isEqualTo(keeps);
        assertThat(keys(namespace)).containsExactly("kept");
        assertThat(shard.list(namespace.uid(), soon())).containsExactly(namespace);
    }

    /** s3proxy says that it has none, which must not be taken for a failure or for a lifecycle. */
    @Test
    void it_says_that_nobody_keeps_the_lifecycle() {
        NamespaceRef namespace = fresh();
        assertThat(shard.ensure(namespace, LIFECYCLE, soon())).isFalse();
        assertThat(shard.keepsLifecycle(namespace, soon())).isFalse();
    }

    @Test
    void a_sweep_takes_what_is_old_and_nothing_else() {
        NamespaceRef namespace = fresh();
        boolean _ = shard.ensure(namespace, LIFECYCLE, soon());
        put(namespace, "a/one");
        put(namespace, "b");
        begin(namespace, "upload");
        Instant now = Instant.now();
        assertThat(shard.sweep(namespace, LIFECYCLE, now, null, soon()))
                .isEqualTo(new Swept(0, 0, null));
        assertThat(shard.sweep(namespace, LIFECYCLE, now.plus(Duration.ofHours(25)), null, soon()))
                .isEqualTo(new Swept(0, 1, null));
        assertThat(
                        shard.sweep(
                                namespace,
                                new BucketLifecycle(null, DAY),
                                now.plus(Duration.ofDays(9)),
                                null,
                                soon()))
                .isEqualTo(new Swept(0, 0, null));
        assertThat(keys(namespace)).containsExactly("a/one", "b");
        assertThat(shard.sweep(namespace, LIFECYCLE, now.plus(Duration.ofDays(3)), "a/one", soon()))
                .isEqualTo(new Swept(1, 0, null));
        assertThat(shard.sweep(namespace, LIFECYCLE, now.plus(Duration.ofDays(3)), null, soon()))
                .isEqualTo(new Swept(1, 0, null));
        assertThat(keys(namespace)).isEmpty();
        assertThat(shard.sweep(fresh(), LIFECYCLE, now, null, soon()))
                .isEqualTo(new Swept(0, 0, null));
    }

    /** More than a page, at a deadline that has passed after the first. */
    @Test
    void what_a_deadline_cuts_off_is_gone_on_with() {
        NamespaceRef namespace = fresh();
        boolean _ = shard.ensure(namespace, LIFECYCLE, soon());
        put(namespace, IntStream.range(0, 1_005).mapToObj(object -> "object-" + object));
        begin(namespace, "upload");
        assertThat(shard.count(namespace.uid(), soon())).hasValue(1_005);
        assertThat(shard.count(namespace.uid(), passingAfterOneLook())).isEmpty();
        AtomicLong gone = new AtomicLong();
        assertThat(shard.drop(namespace.uid(), gone::addAndGet, passingAfterOneLook())).isFalse();
        assertThat(shard.list(namespace.uid(), soon())).containsExactly(namespace);
        // a page is a thousand, in which s3proxy may count the upload
        assertThat(keys(namespace)).hasSizeBetween(5, 6);
        assertThat(gone.get() + keys(namespace).size()).isEqualTo(1_005);
        assertThat(shard.drop(namespace.uid(), soon())).isTrue();
        assertThat(shard.drop(namespace.uid(), soon())).isTrue();
        assertThat(shard.list(namespace.uid(), soon())).isEmpty();
    }

    @Test
    void every_epoch_goes_and_no_other_namespace() {
        NamespaceRef first = fresh();
        NamespaceRef other = fresh();
        NamespaceRef second = new NamespaceRef(first.uid(), 2);
        for (NamespaceRef each : List.of(first, second, other)) {
            boolean _ = shard.ensure(each, LIFECYCLE, soon());
            put(each, "object");
            begin(each, "upload");
        }
        assertThat(uploads(second)).hasSize(1);
        assertThat(shard.list(first.uid(), soon())).containsExactly(first, second);
        assertThat(shard.drop(first.uid(), soon())).isTrue();
        assertThat(shard.list(first.uid(), soon())).isEmpty();
        assertThat(keys(other)).containsExactly("object");
    }

    @Test
    void a_store_that_is_away_or_hangs_leaves_the_others() throws IOException {
        String away;
        try (ServerSocket taken = listening()) {
            away = "127.0.0.1:" + taken.getLocalPort();
        }
        try (ServerSocket hangs = listening()) {
            String silent = "127.0.0.1:" + hangs.getLocalPort();
            assertThat(at(away, silent, config.endpoints().getFirst()).probe(soon())).isNotEmpty();
            long began = System.nanoTime();
            assertThatThrownBy(() -> at(away, silent).probe(Deadline.after(Duration.ofMillis(600))))
                    .isInstanceOfAny(
                            StoreException.TimedOut.class, StoreException.Unavailable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    private S3Shard at(String... endpoints) {
        return new S3Shard(
                new S3Config(
                        List.of(endpoints),
                        config.region(),
                        config.accessKey(),
                        config.secretKey()));
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    /** The first look, which gives the connection its time, sees all of it. */
    private static Deadline passingAfterOneLook() {
        AtomicLong looks = new AtomicLong();
        return Deadline.after(
                Duration.ofSeconds(20), () -> looks.getAndIncrement() < 2 ? 0 : Long.MAX_VALUE / 2);
    }

    private NamespaceRef fresh() {
        NamespaceRef namespace = RunningStack.freshNamespace();
        made.add(namespace.uid());
        return namespace;
    }

    private void dropWhole(String uid) {
        for (int round = 0; round < 10 && !shard.drop(uid, soon()); round++) {
            assertThat(round).as("rounds to drop " + uid).isLessThan(9);
        }
    }

    private void put(NamespaceRef namespace, String key) {
        put(namespace, Stream.of(key));
    }

    private void put(NamespaceRef namespace, Stream<String> keys) {
        String bucket = S3Shard.bucket(namespace);
        List<PutObjectResponse> _ =
                connection.on(
                        soon(),
                        client ->
                                keys.map(
                                                key ->
                                                        client.putObject(
                                                                request ->
                                                                        request.bucket(bucket)
                                                                                .key(key),
                                                                RequestBody.fromString(
                                                                        "value of " + key)))
                                        .toList());
    }

    /** With a part, as an upload that was broken off has. */
    private void begin(NamespaceRef namespace, String key) {
        String bucket = S3Shard.bucket(namespace);
        var _ =
                connection.on(
                        soon(),
                        client -> {
                            CreateMultipartUploadResponse begun =
                                    client.createMultipartUpload(
                                            request -> request.bucket(bucket).key(key));
                            return client.uploadPart(
                                    request ->
                                            request.bucket(bucket)
                                                    .key(key)
                                                    .uploadId(begun.uploadId())
                                                    .partNumber(1),
                                    RequestBody.fromString("part"));
                        });
    }

    private List<String> keys(NamespaceRef namespace) {
        return connection.on(
                soon(),
                client ->
                        client
                                .listObjectsV2(request -> request.bucket(S3Shard.bucket(namespace)))
                                .contents()
                                .stream()
                                .map(S3Object::key)
                                .toList());
    }

    private List<MultipartUpload> uploads(NamespaceRef namespace) {
        return connection.on(
                soon(),
                client ->
                        client.listMultipartUploads(
                                        request -> request.bucket(S3Shard.bucket(namespace)))
                                .uploads());
    }

    private static S3Config config() {
        String id = "s3-1";
        return new S3Config(
                RunningStack.endpoints(id),
                S3Config.NO_REGION,
                RunningStack.username(id, "structure"),
                RunningStack.password(id, "structure"));
    }
}
