package io.quarry.metadata.relational;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoomTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final long MEBIBYTE = 1L << 20;

    @Test
    void a_database_is_full_beyond_its_limit_and_exceeded_beyond_a_grace() {
        assertThat(Room.of(0, 16 * MEBIBYTE)).isEqualTo(Room.ENOUGH);
        assertThat(Room.of(16 * MEBIBYTE, 16 * MEBIBYTE)).isEqualTo(Room.ENOUGH);
        assertThat(Room.of(16 * MEBIBYTE + 1, 16 * MEBIBYTE)).isEqualTo(Room.FULL);
        assertThat(Room.of(272 * MEBIBYTE, 16 * MEBIBYTE)).isEqualTo(Room.FULL);
        assertThat(Room.of(272 * MEBIBYTE + 1, 16 * MEBIBYTE)).isEqualTo(Room.EXCEEDED);
    }

    @Test
    void the_grace_of_a_large_one_is_a_quarter() {
        assertThat(Room.of(10 * GIBIBYTE, 8 * GIBIBYTE)).isEqualTo(Room.FULL);
        assertThat(Room.of(10 * GIBIBYTE + 1, 8 * GIBIBYTE)).isEqualTo(Room.EXCEEDED);
    }
}
