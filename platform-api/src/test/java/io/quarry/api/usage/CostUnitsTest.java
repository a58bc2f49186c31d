package io.quarry.api.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostUnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1",
        "1, 1, 1",
        "1024, 1, 1",
        "1025, 1, 2",
        "4096, 1, 4",
        "4097, 2, 5",
        "65536, 16, 64",
        "1048577, 257, 1025",
        "9007199254740991, 2199023255552, 8796093022208"
    })
    void aReadIsOnePerFourKibibytesAndAWriteOnePerKibibyte(long bytes, long read, long write) {
        assertThat(CostUnits.ofRead(bytes)).isEqualTo(read);
        assertThat(CostUnits.ofWrite(bytes)).isEqualTo(write);
    }
}
