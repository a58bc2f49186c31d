package io.quarry.stores.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.Version;
import org.junit.jupiter.api.Test;

class DocumentVersionTest {
    private static final long LAST = (1L << 52) - 1;

    @Test
    void the_order_of_versions_is_that_of_numbers() {
        assertThat(
                        new long[] {
                            DocumentVersion.of(new Version(0, 0), false),
                            DocumentVersion.of(new Version(0, 1L << 54), false),
                            DocumentVersion.of(new Version(0, -1), false),
                            DocumentVersion.of(new Version(0, 0), true),
                            DocumentVersion.of(new Version(1, 0), false),
                            DocumentVersion.of(new Version(1_767_225_600_000_000L, -1), true),
                            DocumentVersion.of(new Version(1_767_225_600_000_001L, 0), false),
                            DocumentVersion.of(new Version(LAST, 0), false)
                        })
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(0);
    }

    @Test
    void a_generation_beyond_the_number_is_refused() {
        assertThat(DocumentVersion.of(new Version(LAST, -1), true)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> DocumentVersion.of(new Version(LAST + 1, 0), false))
                .isInstanceOf(StoreException.Rejected.class);
    }
}
