package io.quarry.metadata.capacity;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.shard.Capacity;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The prices that hold here: those of the file that is configured, else those that come along. */
@ApplicationScoped
public class PriceList {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Prices prices;

    PriceList(CapacityConfig config) {
        prices = read(config.pricesFile());
    }

    /** As ISO 4217 has it. */
    public String currency() {
        return prices.currency();
    }

    public Cost monthly(Capacity demand) {
        return prices.monthly(demand);
    }

    /**
     * @throws IllegalArgumentException if the file holds no price list
     */
    static Prices read(Optional<Path> file) {
        try (InputStream in =
                file.isPresent()
                        ? Files.newInputStream(file.get())
                        : Objects.requireNonNull(
                                PriceList.class.getResourceAsStream("prices.json"))) {
            return Prices.of(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("the price list cannot be read", e);
        }
    }
}
