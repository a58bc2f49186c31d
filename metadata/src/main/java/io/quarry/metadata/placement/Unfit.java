package io.quarry.metadata.placement;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A shard that will not do.
 *
 * @param obstacles everything that speaks against it, at least one
 */
public record Unfit(String shard, List<Obstacle> obstacles) {
    public Unfit {
        obstacles = List.copyOf(obstacles);
    }

    /** As a problem has it among its facts. */
    Map<String, Object> facts() {
        return Map.of(
                "shard", shard, "obstacles", obstacles.stream().map(Obstacle::facts).toList());
    }

    String sentence() {
        return shard
                + " "
                + obstacles.stream().map(Obstacle::reason).collect(Collectors.joining(" and "));
    }
}
