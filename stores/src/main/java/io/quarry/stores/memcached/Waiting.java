package io.quarry.stores.memcached;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for a node's answer, until the deadline. */
final class Waiting {
    private Waiting() {}

    /**
     * @param <T> may be nullable
     */
    static <T extends @Nullable Object> T on(
            CompletionStage<T> answer, String endpoint, Deadline deadline) {
        try {
            return answer.toCompletableFuture()
                    .get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw MemcachedErrors.tooLate(endpoint, e);
        } catch (ExecutionException | CompletionException e) {
            throw MemcachedErrors.translate(endpoint, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable("interrupted while memcached was asked", e);
        }
    }

    /** Waits until it is done, whatever came of it, or the deadline passed. */
    static void until(CompletableFuture<?> done, Deadline deadline) {
        try {
            Object _ = done.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // what is there by now is what counts
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
