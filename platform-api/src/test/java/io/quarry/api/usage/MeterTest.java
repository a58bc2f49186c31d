package io.quarry.api.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.usage.UsageBatch;
import io.quarry.metadata.usage.UsageCell;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What gateways count, and that none of it is lost on its way to whoever sends it. */
class MeterTest {
    private static final Instant HOUR = Instant.parse("2026-11-27T13:00:00Z");
    private static final Uid ORDERS = Uid.of("a2345678901234567890");
    private static final Uid PROFILES = Uid.of("b2345678901234567890");

    private final UUID run = UUID.randomUUID();
    private volatile Instant now = HOUR.plusSeconds(600);
    private final InstantSource time = () -> now;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final Meter meter = new Meter(run, clock, 10);

    @Test
    void requestsAreCountedByWhatBecameOfThem() {
        meter.count(ORDERS, false, 200, 0, 5000);
        meter.count(ORDERS, false, 404, 0, 0);
        meter.count(ORDERS, false, 304, 0, 0);
        meter.count(ORDERS, true, 204, 2048, 0);
        meter.count(ORDERS, true, 400, 100, 0);
        meter.count(ORDERS, true, 503, 300, 0);
        meter.count(ORDERS, true, 429, 0, 0);
        meter.count(PROFILES, false, 429, 0, 0);
        assertThat(sent())
                .containsExactlyInAnyOrder(
                        new UsageCell(ORDERS, HOUR, 3, 3, 2448, 5000, 1, 1, 2 + 1 + 1 + 2),
                        new UsageCell(PROFILES, HOUR, 0, 0, 0, 0, 1, 0, 0));
    }

    @Test
    void whatTheTopicHasIsNotSentAgainAndWhatItMayLackIs() {
        meter.count(ORDERS, false, 200, 0, 1);
        var lost = meter.unsent();
        assertThat(meter.unsent()).isEqualTo(lost);
        meter.count(ORDERS, false, 200, 0, 1);
        // the first arrived after all, and a request was counted since
        lost.forEach(meter::acknowledged);
        var next = meter.unsent();
        assertThat(next.getFirst().run()).isEqualTo(run);
        assertThat(next.getFirst().cells())
                .containsExactly(new UsageCell(ORDERS, HOUR, 2, 0, 0, 2, 0, 0, 2));
        next.forEach(meter::acknowledged);
        assertThat(meter.unsent()).isEmpty();
    }

    @Test
    void anHourGoesOnceTheTopicHasItAndNobodyCountsInItAnyMore() {
        meter.count(ORDERS, true, 204, 1, 0);
        now = HOUR.plus(Duration.ofHours(1));
        meter.count(ORDERS, true, 204, 1, 0);
        meter.count(ORDERS, true, 204, 1, 0);
        var sent = meter.unsent();
        assertThat(sent.getFirst().cells())
                .extracting(UsageCell::hour, UsageCell::writes)
                .containsExactly(tuple(HOUR, 1L), tuple(HOUR.plus(Duration.ofHours(1)), 2L));
        sent.forEach(meter::acknowledged);
        assertThat(meter.unsent()).isEmpty();
        assertThat(meter.cells()).isEqualTo(2);
        now = HOUR.plus(Duration.ofMinutes(61));
        assertThat(meter.unsent()).isEmpty();
        assertThat(meter.cells()).isOne();
        assertThat(meter.dropped()).isZero();
    }

    @Test
    void anHourThatTheTopicLacksIsKept() {
        meter.count(ORDERS, true, 204, 1, 0);
        now = HOUR.plus(Duration.ofHours(5));
        meter.count(PROFILES, true, 204, 1, 0);
        assertThat(sent()).hasSize(2);
        assertThat(meter.cells()).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackTakesNothingBack() {
        meter.count(ORDERS, true, 204, 1, 0);
        now = HOUR.minusSeconds(1);
        meter.count(ORDERS, true, 204, 1, 0);
        assertThat(sent()).containsExactly(new UsageCell(ORDERS, HOUR, 0, 2, 2, 0, 0, 0, 2));
    }

    @Test
    void whenThereAreTooManyTheOldestHoursGoAndAreTold() {
        for (var hour = 0; hour < 4; hour++) {
            now = HOUR.plus(Duration.ofHours(hour));
            for (var each = 0; each < 4; each++) {
                meter.count(uid(each), false, 200, 0, 1);
            }
        }
        // three past hours of four are more than ten
        assertThat(sent())
                .extracting(UsageCell::hour)
                .doesNotContain(HOUR)
                .contains(HOUR.plus(Duration.ofHours(1)), HOUR.plus(Duration.ofHours(3)))
                .hasSize(12);
        assertThat(meter.dropped()).isEqualTo(4);
    }

    @Test
    void batchesAreBounded() {
        for (var each = 0; each < 2 * Meter.BATCH + 1; each++) {
            meter.count(uid(each), false, 200, 0, 1);
        }
        var batches = meter.unsent();
        assertThat(batches)
                .extracting(batch -> batch.cells().size())
                .containsExactly(1000, 1000, 1);
        assertThat(batches.getFirst().text().length()).isLessThan(500_000);
    }

    /** The hour turns meanwhile, and whoever is sent to keeps the newest. */
    @Test
    void whateverIsCountedWhileOthersSendArrives() throws Exception {
        var threads = 8;
        var each = 20_000;
        var turn = HOUR.plus(Duration.ofHours(1));
        now = turn.minusMillis(20);
        var begin = new CountDownLatch(1);
        var kept = new HashMap<Key, UsageCell>();
        try (var callers = Executors.newFixedThreadPool(threads)) {
            var counting =
                    IntStream.range(0, threads)
                            .mapToObj(
                                    thread ->
                                            callers.submit(
                                                    () -> {
                                                        begin.await();
                                                        count(thread, each);
                                                        return true;
                                                    }))
                            .toList();
            begin.countDown();
            while (!counting.stream().allMatch(Future::isDone)) {
                take(kept);
                now = now.isBefore(turn) ? now.plusMillis(1) : now;
            }
            for (var counted : counting) {
                assertThat(counted.get()).isTrue();
            }
        }
        take(kept);
        assertThat(meter.unsent()).isEmpty();
        assertThat(meter.dropped()).isZero();
        assertThat(kept.values().stream().mapToLong(UsageCell::reads).sum())
                .isEqualTo((long) threads * each);
        assertThat(kept.values().stream().mapToLong(UsageCell::bytesOut).sum())
                .isEqualTo(3L * threads * each);
    }

    private record Key(Uid uid, Instant hour) {}

    private void count(int thread, int times) {
        for (var i = 0; i < times; i++) {
            meter.count(thread % 2 == 0 ? ORDERS : PROFILES, false, 200, 0, 3);
        }
    }

    private void take(Map<Key, UsageCell> kept) {
        for (UsageBatch batch : meter.unsent()) {
            batch.cells().forEach(cell -> kept.put(new Key(cell.uid(), cell.hour()), cell));
            meter.acknowledged(batch);
        }
    }

    private static Uid uid(int number) {
        return Uid.of("c%019d".formatted(number));
    }

    private List<UsageCell> sent() {
        var cells = new ArrayList<UsageCell>();
        meter.unsent().forEach(batch -> cells.addAll(batch.cells()));
        return cells;
    }
}
