package io.quarry.local;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The parts of {@code up}, carried out in parallel as far as their needs allow; each prints one
 * line when it is done.
 */
final class Parts {
    private final PrintWriter out;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final long began = System.nanoTime();

    Parts(PrintWriter out) {
        this.out = out;
    }

    /** Work that answers in a few words what it did. */
    @FunctionalInterface
    interface Work {
        String run() throws Exception;
    }

    /**
     * @param needs parts that must have succeeded before {@code main}
     * @param ahead may run at once
     */
    record Part(String name, List<String> needs, Work ahead, Work main) {}

    void add(String name, List<String> needs, Work ahead, Work main) {
        parts.put(name, new Part(name, needs, ahead, main));
    }

    /** Runs all of them to their end. False when one failed; what needs it is then left out. */
    boolean run() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, CompletableFuture<Boolean>> started = new LinkedHashMap<>();
            parts.keySet().forEach(name -> started.put(name, new CompletableFuture<>()));
            parts.values()
                    .forEach(
                            part ->
                                    threads.execute(
                                            () -> {
                                                boolean good = false;
                                                try {
                                                    good = carryOut(part, started);
                                                } finally {
                                                    done(started, part.name(), good);
                                                }
                                            }));
            return started.values().stream()
                    .map(CompletableFuture::join)
                    .reduce(true, Boolean::logicalAnd);
        }
    }

    private static void done(
            Map<String, CompletableFuture<Boolean>> started, String name, boolean good) {
        CompletableFuture<Boolean> future = started.get(name);
        if (future != null) {
            future.complete(good);
        }
    }

    private boolean carryOut(Part part, Map<String, CompletableFuture<Boolean>> started) {
        try {
            part.ahead().run();
            for (String need : part.needs()) {
                CompletableFuture<Boolean> needed = started.get(need);
                if (needed != null && !needed.join()) {
                    say(part.name(), "left out, since " + need + " failed");
                    return false;
                }
            }
            say(part.name(), part.main().run());
            return true;
        } catch (StackException | CompletionException e) {
            say(part.name(), "FAILED: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            say(part.name(), "interrupted");
        } catch (Exception e) {
            say(part.name(), "FAILED: " + e);
        }
        return false;
    }

    private synchronized void say(String name, String what) {
        double at = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
        out.printf(Locale.ROOT, "%6.1f s  %-20s %s%n", at, name, what);
        out.flush();
    }
}
