package io.quarry.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The table: medians over the repeats, and ratios with their spread. A ratio is taken within a
 * repeat, where both ran side by side.
 */
final class Report {
    private final List<Result> results;

    Report(List<Result> results) {
        this.results = results;
    }

    String markdown() {
        var text =
                new StringBuilder(
                        """
                        | load | callers | target | requests/s | p50 µs | p99 µs | CPU µs/request: server | Cassandra | load |
                        |---|---|---|---|---|---|---|---|---|
                        """);
        for (var load : loads()) {
            for (var target : Result.Target.values()) {
                var runs = of(load, target);
                text.append(
                        "| %s | %d | %s | %.0f | %.0f | %.0f | %.1f | %.1f | %.1f |%n"
                                .formatted(
                                        load.mode().wire(),
                                        load.callers(),
                                        target.label(),
                                        median(runs, run -> run.told().perSecond()),
                                        median(runs, run -> run.told().p50()),
                                        median(runs, run -> run.told().p99()),
                                        median(runs, Result::server),
                                        median(runs, Result::cassandra),
                                        median(runs, Result::loader)));
            }
        }
        text.append(
                """

                | load | callers | gateway's CPU to floor's (virtual thread) | to floor's (event loop) | to the driver's | throughput to floor's (virtual thread) | to the driver's |
                |---|---|---|---|---|---|---|
                """);
        for (var load : loads()) {
            text.append(
                    "| %s | %d | %s | %s | %s | %s | %s |%n"
                            .formatted(
                                    load.mode().wire(),
                                    load.callers(),
                                    ratio(load, Result.Target.FLOOR_VIRTUAL_THREAD, Result::server),
                                    ratio(load, Result.Target.FLOOR_EVENT_LOOP, Result::server),
                                    ratio(load, Result.Target.DRIVER, Result::server),
                                    ratio(
                                            load,
                                            Result.Target.FLOOR_VIRTUAL_THREAD,
                                            run -> run.told().perSecond()),
                                    ratio(
                                            load,
                                            Result.Target.DRIVER,
                                            run -> run.told().perSecond())));
        }
        return text.toString();
    }

    private List<Load> loads() {
        return results.stream().map(Result::load).distinct().toList();
    }

    private List<Result> of(Load load, Result.Target target) {
        return results.stream()
                .filter(run -> run.load().equals(load) && run.target() == target)
                .toList();
    }

    private static double median(List<Result> runs, ToDoubleFunction<Result> figure) {
        return median(runs.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] figures) {
        Arrays.sort(figures);
        var middle = figures.length / 2;
        return figures.length % 2 == 1
                ? figures[middle]
                : (figures[middle - 1] + figures[middle]) / 2;
    }

    /** Median, and in brackets the least and the most. */
    private String ratio(Load load, Result.Target base, ToDoubleFunction<Result> figure) {
        var ours = of(load, Result.Target.GATEWAY);
        var theirs = of(load, base);
        var ratios = new double[ours.size()];
        for (var i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i));
        }
        var middle = median(ratios);
        return "%.2f (%.2f-%.2f)".formatted(middle, ratios[0], ratios[ratios.length - 1]);
    }
}
