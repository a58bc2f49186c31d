package io.quarry.metadata.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RoundsTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void aTurnComesAtOnceAndAgainAfterEachRest() throws InterruptedException {
        CountDownLatch turns = new CountDownLatch(3);
        Rounds rounds = new Rounds("often", turns::countDown, () -> Duration.ofMillis(1));
        rounds.start();
        turns.await();
        rounds.stop();
    }

    @Test
    void oneThatFailsKeepsNoOtherFromComing() throws InterruptedException {
        CountDownLatch turns = new CountDownLatch(3);
        Rounds rounds =
                new Rounds(
                        "failing",
                        () -> {
                            turns.countDown();
                            throw new IllegalStateException("each time");
                        },
                        () -> Duration.ofMillis(1));
        rounds.start();
        turns.await();
        rounds.stop();
    }

    @Test
    void aRestIsEndedByWhoeverWakesItButNotItsLeastPart() throws InterruptedException {
        Semaphore turns = new Semaphore(0);
        Duration least = Duration.ofMillis(100);
        Rounds rounds = new Rounds("sleeper", turns::release, () -> least, () -> NEVER);
        long begin = System.nanoTime();
        rounds.start();
        turns.acquire();
        rounds.wake();
        rounds.wake();
        turns.acquire();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(least.toNanos());
        assertThat(turns.tryAcquire(least.toMillis() * 2, TimeUnit.MILLISECONDS)).isFalse();
        rounds.stop();
    }

    @Test
    void whatBeginsWithARestIsWokenToo() throws InterruptedException {
        Semaphore turns = new Semaphore(0);
        Rounds rounds = new Rounds("rested", turns::release, () -> NEVER);
        rounds.startRested();
        assertThat(turns.availablePermits()).isZero();
        rounds.wake();
        turns.acquire();
        rounds.stop();
    }

    @Test
    void whenItIsStoppedTheTurnUnderWayIsInterruptedAndNoOtherComes() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger turns = new AtomicInteger();
        Rounds rounds =
                new Rounds(
                        "stopped",
                        () -> {
                            int _ = turns.incrementAndGet();
                            begun.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                interrupted.countDown();
                            }
                        },
                        () -> Duration.ZERO);
        rounds.start();
        begun.await();
        rounds.stop();
        interrupted.await();
        assertThat(turns).hasValue(1);
    }
}
