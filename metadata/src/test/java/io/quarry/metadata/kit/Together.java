package io.quarry.metadata.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Work at the same time, on threads that have no request of their own, as a worker's. */
public final class Together {
    private static final long PATIENCE = 60;

    private Together() {}

    /** The same so many times at once; fails if one fails. */
    public static <T> List<T> call(int times, IntFunction<T> work) {
        CyclicBarrier start = new CyclicBarrier(times);
        List<CompletableFuture<T>> all = new ArrayList<>();
        for (int n = 0; n < times; n++) {
            int number = n;
            all.add(
                    begin(
                            () -> {
                                pass(start);
                                return work.apply(number);
                            }));
        }
        return all.stream().map(Together::end).toList();
    }

    public static <T> CompletableFuture<T> begin(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, each -> Thread.ofPlatform().start(each));
    }

    public static <T> T end(CompletableFuture<T> work) {
        return work.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    public static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + PATIENCE + " s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void pass(CyclicBarrier start) {
        try {
            start.await(PATIENCE, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the others did not come", e);
        }
    }
}
