package io.quarry.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.TimeSlice;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CassandraSliceTest {
    @Test
    void a_part_tells_where_it_begins_and_how_long_it_is() {
        Instant from = Instant.EPOCH.plus(Duration.ofHours(490_056));
        TimeSlice slice = new TimeSlice(from, from.plus(Duration.ofHours(120)));
        assertThat(CassandraSlice.part(slice)).isEqualTo("s490056x120");
        assertThat(CassandraSlice.ofPart("s490056x120")).isEqualTo(slice);
        for (String other :
                new String[] {"events", "s1", "s1x", "sx1", "s-1x1", "s12345678x1", "s1x0"}) {
            assertThat(CassandraSlice.ofPart(other)).as(other).isNull();
        }
    }
}
