package io.quarry.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.Layout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CassandraSliceTest {
    private static CassandraSlice slice(long fromHour, long hours) {
        Instant from = Instant.EPOCH.plus(Duration.ofHours(fromHour));
        return new CassandraSlice(from, from.plus(Duration.ofHours(hours)));
    }

    private static Layout.TimeSeries wanted(long fromHour, long toHour, long sliceHours) {
        return new Layout.TimeSeries(
                Instant.EPOCH.plus(Duration.ofHours(fromHour)),
                Instant.EPOCH.plus(Duration.ofHours(toHour)),
                Duration.ofHours(sliceHours),
                Duration.ofHours(1),
                1);
    }

    private static List<String> missing(String there, Layout.TimeSeries wanted) {
        List<CassandraSlice> slices = new ArrayList<>();
        for (String part : there.split(" ")) {
            CassandraSlice slice = CassandraSlice.ofPart(part);
            if (slice != null) {
                slices.add(slice);
            }
        }
        return CassandraSlice.missing(slices, wanted).stream().map(CassandraSlice::part).toList();
    }

    @Test
    void a_part_tells_where_it_begins_and_how_long_it_is() {
        assertThat(slice(490_056, 120).part()).isEqualTo("s490056x120");
        assertThat(CassandraSlice.ofPart("s490056x120")).isEqualTo(slice(490_056, 120));
        for (String other : new String[] {"events", "s1", "s1x", "sx1", "s-1x1", "s12345678x1"}) {
            assertThat(CassandraSlice.ofPart(other)).as(other).isNull();
        }
    }

    /** From and to, the length, what is there, what is made. */
    @ParameterizedTest
    @CsvSource({
        "100, 124, 24, '', s96x24 s120x24",
        "96, 120, 24, '', s96x24",
        "95, 120, 24, '', s72x24 s96x24",
        "100, 124, 24, s96x24 s120x24, ''",
        "100, 124, 24, s96x24, s120x24",
        "100, 124, 48, s96x24, s120x24",
        "100, 224, 48, s96x24, s120x24 s144x48 s192x48",
        "100, 160, 12, s96x24 s120x24, s144x12 s156x12",
        "60, 124, 24, s96x24 s120x24, s48x24 s72x24",
        "60, 124, 240, s96x24 s120x24, s0x96"
    })
    void what_is_there_stays_and_the_rest_is_filled(
            long from, long to, long length, String there, String made) {
        List<String> expected = made.isEmpty() ? List.of() : Arrays.asList(made.split(" "));
        assertThat(missing(there, wanted(from, to, length))).isEqualTo(expected);
    }

    /** Whatever lengths were chosen one after the other, each hour has one place. */
    @Property
    void each_moment_has_one_place(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 500) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 300) int back) {
        List<CassandraSlice> there = new ArrayList<>();
        long now = 490_000;
        for (int length : lengths) {
            Layout.TimeSeries wanted = wanted(now - back, now + length, length);
            there.addAll(CassandraSlice.missing(there, wanted));
            for (long hour = now - back; hour < now + length; hour++) {
                Instant at = Instant.EPOCH.plus(Duration.ofHours(hour));
                assertThat(there)
                        .filteredOn(slice -> !at.isBefore(slice.from()) && at.isBefore(slice.to()))
                        .hasSize(1);
            }
            assertThat(CassandraSlice.missing(there, wanted)).isEmpty();
            now += length;
        }
    }
}
