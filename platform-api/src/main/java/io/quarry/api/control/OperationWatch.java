package io.quarry.api.control;

import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.row.Json;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Follows operations for those who wait. The row is the only truth and other processes change it,
 * so it is read again and again, by primary key; the number of watchers is bounded, and one too
 * many gets the state of the moment.
 */
@Singleton
public class OperationWatch {
    private final Operations operations;
    private final ControlConfig config;
    private final Semaphore places;

    OperationWatch(Operations operations, ControlConfig config) {
        this.operations = operations;
        this.config = config;
        this.places = new Semaphore(config.watchers());
    }

    /**
     * The operation once it has ended, or as it is when the time is up. Blocks the caller's virtual
     * thread.
     */
    Operation awaitEnd(Operation known, Duration wait) throws InterruptedException {
        if (known.ended() || wait.isZero() || !places.tryAcquire()) {
            return known;
        }
        try {
            var least = wait.compareTo(config.longestWait()) < 0 ? wait : config.longestWait();
            var until = System.nanoTime() + least.toNanos();
            var latest = known;
            while (!latest.ended() && System.nanoTime() - until < 0) {
                Thread.sleep(config.watchEvery());
                latest = operations.find(known.id()).orElse(latest);
            }
            return latest;
        } finally {
            places.release();
        }
    }

    /**
     * Every state that is seen, the present one first unless it is what the watcher saw last; ends
     * with the operation. Null stands for a heartbeat's turn.
     *
     * @param lastSeen the {@link #eventId} of what was seen last, or null
     */
    Multi<Seen> changes(Operation known, @Nullable String lastSeen) {
        var news = !eventId(known).equals(lastSeen);
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            if (!places.tryAcquire()) {
                                if (news) {
                                    emitter.emit(new Seen(known));
                                }
                                emitter.complete();
                                return;
                            }
                            var follower =
                                    Thread.ofVirtual()
                                            .name("watch-" + known.id())
                                            .unstarted(() -> follow(known, news, emitter));
                            emitter.onTermination(follower::interrupt);
                            follower.start();
                        });
    }

    /** The same for the same answer, whichever process gives it. */
    static String eventId(Operation operation) {
        return UUID.nameUUIDFromBytes(Json.write(operation).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** What a watcher is shown: a new state, or nothing but a sign of life. */
    record Seen(@Nullable Operation operation) {}

    private void follow(Operation known, boolean news, MultiEmitter<? super Seen> emitter) {
        try {
            if (news) {
                emitter.emit(new Seen(known));
            }
            var last = known;
            var spoke = System.nanoTime();
            while (!last.ended() && !emitter.isCancelled()) {
                Thread.sleep(config.watchEvery());
                var now = read(known.id(), last);
                if (!now.equals(last)) {
                    emitter.emit(new Seen(now));
                    last = now;
                    spoke = System.nanoTime();
                } else if (System.nanoTime() - spoke > config.heartbeat().toNanos()) {
                    emitter.emit(new Seen(null));
                    spoke = System.nanoTime();
                }
            }
            emitter.complete();
        } catch (InterruptedException gone) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException away) {
            // The database is away: the stream ends, and the client asks again as it does after any
            // break.
            emitter.complete();
        } finally {
            places.release();
        }
    }

    private Operation read(UUID id, Operation otherwise) {
        return operations.find(id).orElse(otherwise);
    }
}
