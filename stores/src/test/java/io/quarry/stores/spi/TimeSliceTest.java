package io.quarry.stores.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

class TimeSliceTest {
    private static TimeSlice slice(long fromHour, long hours) {
        Instant from = Instant.EPOCH.plus(Duration.ofHours(fromHour));
        return new TimeSlice(from, from.plus(Duration.ofHours(hours)));
    }

    /** As a table is named: {@code s96x24} begins at hour 96 and is 24 hours long. */
    private static TimeSlice of(String text) {
        String[] parts = text.substring(1).split("x");
        return slice(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    private static String text(TimeSlice slice) {
        return "s%dx%d"
                .formatted(
                        Duration.between(Instant.EPOCH, slice.from()).toHours(),
                        Duration.between(slice.from(), slice.to()).toHours());
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
        List<TimeSlice> slices = new ArrayList<>();
        for (String part : there.split(" ")) {
            if (!part.isEmpty()) {
                slices.add(of(part));
            }
        }
        return TimeSlice.missing(slices, wanted).stream().map(TimeSliceTest::text).toList();
    }

    @Test
    void a_slice_is_of_whole_hours_and_not_empty() {
        TimeSlice slice = slice(10, 2);
        assertThat(slice.holds(slice.from())).isTrue();
        assertThat(slice.holds(slice.to())).isFalse();
        assertThat(slice.endsBy(slice.to())).isTrue();
        assertThat(slice.endsBy(slice.to().minusNanos(1))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> slice(10, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeSlice(Instant.EPOCH, Instant.EPOCH.plusSeconds(3_601)));
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
        List<TimeSlice> there = new ArrayList<>();
        long now = 490_000;
        for (int length : lengths) {
            Layout.TimeSeries wanted = wanted(now - back, now + length, length);
            there.addAll(TimeSlice.missing(there, wanted));
            for (long hour = now - back; hour < now + length; hour++) {
                Instant at = Instant.EPOCH.plus(Duration.ofHours(hour));
                assertThat(there)
                        .filteredOn(slice -> !at.isBefore(slice.from()) && at.isBefore(slice.to()))
                        .hasSize(1);
            }
            assertThat(TimeSlice.missing(there, wanted)).isEmpty();
            now += length;
        }
    }
}
