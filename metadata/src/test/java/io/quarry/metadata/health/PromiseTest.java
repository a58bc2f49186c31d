package io.quarry.metadata.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTest {
    /** Nodes, nodes up, copies, status; why it is impaired. */
    @ParameterizedTest
    @CsvSource({
        "3, 3, 3, , ",
        "3, 2, 3, , 2 of 3 nodes are up",
        "3, 2, 1, green, 2 of 3 nodes are up",
        "2, 2, 3, , 3 copies are to be kept on 2 nodes",
        "1, 1, 1, yellow, ",
        "1, 1, 1, red, it says that it is red",
        ", , 1, , ",
        ", , , , ",
        ", 1, , , "
    })
    void aShardIsImpairedWhereItHasLessThanItShould(
            @Nullable Long nodes,
            @Nullable Long up,
            @Nullable Long copies,
            @Nullable String status,
            @Nullable String why) {
        Map<String, BigDecimal> metrics = new HashMap<>();
        put(metrics, "nodes", nodes);
        put(metrics, "nodes_up", up);
        put(metrics, "replication", copies);
        Measurement measurement = new Measurement(Instant.EPOCH, status, metrics);
        assertThat(Promise.impairment(measurement).orElse(null)).isEqualTo(why);
        assertThat(Promise.of(measurement)).isEqualTo(new Promise(nodes, up, copies));
    }

    @Test
    void whatIsNotMeasuredIsNotPromised() {
        assertThat(Promise.of(new Measurement(Instant.EPOCH, null, Map.of())))
                .isEqualTo(new Promise(null, null, null));
    }

    private static void put(Map<String, BigDecimal> metrics, String name, @Nullable Long value) {
        if (value != null) {
            metrics.put(name, BigDecimal.valueOf(value));
        }
    }
}
