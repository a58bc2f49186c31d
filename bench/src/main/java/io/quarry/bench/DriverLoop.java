package io.quarry.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The bare driver: as many calls in flight as there are callers, each followed by the next as soon
 * as it is answered.
 */
final class DriverLoop {
    private static final int LONGEST_MICROS = 1_000_000;

    private final Table table;
    private final Load load;
    private final AtomicIntegerArray latencies = new AtomicIntegerArray(LONGEST_MICROS);
    private final AtomicInteger running = new AtomicInteger();
    private final LongAdder failed = new LongAdder();
    private final CountDownLatch over = new CountDownLatch(1);
    private long end;

    DriverLoop(Table table, Load load) {
        this.table = table;
        this.load = load;
    }

    Load.Told run() throws InterruptedException {
        var start = System.nanoTime();
        end = start + load.seconds() * 1_000_000_000L;
        running.set(load.callers());
        for (var caller = 0; caller < load.callers(); caller++) {
            call();
        }
        over.await();
        var micros = (System.nanoTime() - start) / 1000;
        var total = 0L;
        for (var i = 0; i < LONGEST_MICROS; i++) {
            total += latencies.get(i);
        }
        return new Load.Told(
                total, micros, percentile(total, 0.5), percentile(total, 0.99), failed.sum());
    }

    private void call() {
        var began = System.nanoTime();
        if (began > end) {
            if (running.decrementAndGet() == 0) {
                over.countDown();
            }
            return;
        }
        var random = ThreadLocalRandom.current();
        var record = random.nextInt(Load.RECORDS);
        var write =
                switch (load.mode()) {
                    case READ -> false;
                    case WRITE -> true;
                    case MIXED -> random.nextInt(10) == 0;
                };
        var rows = write ? table.write(record) : table.read(record);
        rows.whenComplete(
                (found, failure) -> {
                    if (failure != null) {
                        failed.increment();
                    } else if (!write) {
                        Table.value(found);
                    }
                    var micros =
                            (int) Math.min((System.nanoTime() - began) / 1000, LONGEST_MICROS - 1);
                    latencies.incrementAndGet(micros);
                    call();
                });
    }

    private long percentile(long total, double share) {
        var left = (long) Math.ceil(total * share);
        for (var i = 0; i < LONGEST_MICROS; i++) {
            left -= latencies.get(i);
            if (left <= 0) {
                return i;
            }
        }
        return LONGEST_MICROS;
    }
}
