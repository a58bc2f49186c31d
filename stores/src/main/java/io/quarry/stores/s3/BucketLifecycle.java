package io.quarry.stores.s3;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes from a bucket by itself.
 *
 * @param expireAfter since an object was put; null for never
 * @param abortUploadsAfter since an upload in parts was begun and not completed
 */
public record BucketLifecycle(@Nullable Duration expireAfter, Duration abortUploadsAfter) {
    /**
     * @throws IllegalArgumentException where a time is not whole days, which is what S3 counts in
     */
    public BucketLifecycle {
        if (expireAfter != null) {
            days(expireAfter);
        }
        days(abortUploadsAfter);
    }

    Optional<Integer> expireAfterDays() {
        return Optional.ofNullable(expireAfter).map(BucketLifecycle::days);
    }

    int abortUploadsAfterDays() {
        return days(abortUploadsAfter);
    }

    private static int days(Duration time) {
        long days = time.toDays();
        if (days < 1 || !Duration.ofDays(days).equals(time)) {
            throw new IllegalArgumentException("S3 counts in whole days: " + time);
        }
        return Math.toIntExact(days);
    }
}
