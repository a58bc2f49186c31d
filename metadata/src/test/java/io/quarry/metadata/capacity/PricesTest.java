package io.quarry.metadata.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.shard.Capacity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {
    private static final String LIST =
            "{\"currency\": \"EUR\", \"core_month\": 20, \"memory_gib_month\": 3,"
                    + " \"disk_gib_month\": 0.1, \"million_requests\": 0.05}";

    @TempDir Path folder;

    @Test
    void aDemandCostsTheSumOfItsDimensions() {
        // 1.5 cores x 20 + 2 GiB x 3 + 100 GiB x 0.1 + 30 x 2.628 million requests x 0.05
        Capacity demand = new Capacity(1_500, 2L << 30, 100L << 30, 20, 10, 1);
        assertThat(new Prices("EUR", 20, 3, 0.1, 0.05).monthly(demand))
                .isEqualTo(new Cost("EUR", 49.94));
    }

    @Test
    void theListThatComesAlongIsUsedUnlessAnotherIsNamed() throws IOException {
        assertThat(PriceList.read(Optional.empty()).currency()).isEqualTo("USD");
        Path file = Files.writeString(folder.resolve("prices.json"), LIST);
        assertThat(PriceList.read(Optional.of(file)))
                .isEqualTo(new Prices("EUR", 20, 3, 0.1, 0.05));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"EUR\"|\"euros\"", "20|-1", "20|\"20\"", "\"core_month\"|\"core\""})
    void aListThatIsHalfUnderstoodIsNone(String change) throws IOException {
        String[] parts = change.split("\\|", 2);
        var json = new ObjectMapper().readTree(LIST.replace(parts[0], parts[1]));
        assertThatThrownBy(() -> Prices.of(json)).isInstanceOf(IllegalArgumentException.class);
    }
}
