package io.quarry.stores.s3;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is in one bucket, taken from it page by page. */
final class BucketContents {
    private final S3Client client;
    private final String bucket;

    BucketContents(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /** Empty if the deadline came before the end, or there is no bucket. */
    OptionalLong count(Deadline deadline) {
        long objects = 0;
        String after = null;
        while (!deadline.expired()) {
            ListObjectsV2Response page = page(after);
            objects += page.contents().size();
            if (!Boolean.TRUE.equals(page.isTruncated()) || page.contents().isEmpty()) {
                return OptionalLong.of(objects);
            }
            after = page.contents().getLast().key();
        }
        return OptionalLong.empty();
    }

    /**
     * @param gone told after each page how many objects it had
     * @return whether nothing is left
     */
    boolean empty(LongConsumer gone, Deadline deadline) {
        while (true) {
            List<S3Object> objects = page(null).contents();
            if (objects.isEmpty()) {
                long _ = abort(_ -> true, deadline);
                return !deadline.expired();
            }
            delete(objects);
            gone.accept(objects.size());
            if (deadline.expired()) {
                return false;
            }
        }
    }

    Swept sweep(BucketLifecycle lifecycle, Instant now, @Nullable String after, Deadline deadline) {
        long uploads =
                abort(
                        upload ->
                                isOld(upload.initiated(), now.minus(lifecycle.abortUploadsAfter())),
                        deadline);
        if (lifecycle.expireAfter() == null) {
            return new Swept(0, uploads, null);
        }
        Instant expired = now.minus(lifecycle.expireAfter());
        long objects = 0;
        String key = after;
        while (true) {
            ListObjectsV2Response page = page(key);
            List<S3Object> old =
                    page.contents().stream()
                            .filter(object -> isOld(object.lastModified(), expired))
                            .toList();
            delete(old);
            objects += old.size();
            if (!Boolean.TRUE.equals(page.isTruncated()) || page.contents().isEmpty()) {
                return new Swept(objects, uploads, null);
            }
            key = page.contents().getLast().key();
            if (deadline.expired()) {
                return new Swept(objects, uploads, key);
            }
        }
    }

    /**
     * Not every store knows when an upload was begun, and some answer with the beginning of time;
     * then its last part tells. Of one without parts nothing is known.
     */
    private @Nullable Instant since(MultipartUpload upload) {
        Instant initiated = upload.initiated();
        if (initiated != null && initiated.isAfter(Instant.EPOCH)) {
            return initiated;
        }
        return client
                .listParts(
                        request ->
                                request.bucket(bucket)
                                        .key(upload.key())
                                        .uploadId(upload.uploadId()))
                .parts()
                .stream()
                .map(Part::lastModified)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static boolean isOld(@Nullable Instant since, Instant limit) {
        return since != null && since.isBefore(limit);
    }

    private ListObjectsV2Response page(@Nullable String after) {
        return client.listObjectsV2(request -> request.bucket(bucket).startAfter(after));
    }

    private void delete(List<S3Object> objects) {
        if (objects.isEmpty()) {
            return;
        }
        List<ObjectIdentifier> keys =
                objects.stream()
                        .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                        .toList();
        DeleteObjectsResponse answer =
                client.deleteObjects(
                        request ->
                                request.bucket(bucket)
                                        .delete(delete -> delete.objects(keys).quiet(true)));
        for (S3Error error : answer.errors()) {
            throw new StoreException.Unavailable(
                    "S3 did not delete an object of "
                            + bucket
                            + ": "
                            + error.code()
                            + " "
                            + error.message(),
                    null);
        }
    }

    /**
     * Those that match, of the first page again and again, since not every store can go on after an
     * upload; until none is left there or the deadline has passed.
     *
     * @return how many were aborted
     */
    private long abort(Predicate<MultipartUpload> which, Deadline deadline) {
        long aborted = 0;
        while (true) {
            List<MultipartUpload> uploads =
                    client
                            .listMultipartUploads(request -> request.bucket(bucket))
                            .uploads()
                            .stream()
                            .filter(which)
                            .toList();
            if (uploads.isEmpty()) {
                return aborted;
            }
            for (MultipartUpload upload : uploads) {
                if (deadline.expired()) {
                    return aborted;
                }
                abort(upload);
                aborted++;
            }
        }
    }

    private void abort(MultipartUpload upload) {
        try {
            var _ =
                    client.abortMultipartUpload(
                            request ->
                                    request.bucket(bucket)
                                            .key(upload.key())
                                            .uploadId(upload.uploadId()));
        } catch (NoSuchUploadException e) {
            // completed or aborted meanwhile
        }
    }
}
