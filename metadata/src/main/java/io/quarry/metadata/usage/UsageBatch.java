package io.quarry.metadata.usage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.UnreadableRow;
import java.util.List;
import java.util.UUID;

/**
 * Cells as one run of a gateway sends them. It may come late, twice, or after a later one. The
 * tenant is not in it: whose a namespace is, its row says.
 *
 * @param run of the process; another at each start
 */
public record UsageBatch(UUID run, List<UsageCell> cells) {
    private static final TypeReference<UsageBatch> TYPE = new TypeReference<>() {};

    public UsageBatch {
        if (run == null) {
            throw new IllegalArgumentException("no run");
        }
        cells = List.copyOf(cells);
    }

    /** As it goes through the topic. */
    public String text() {
        return Json.write(this);
    }

    /**
     * @throws UnreadableRow when the text is no batch
     */
    public static UsageBatch of(String text) {
        return Json.read(text, TYPE);
    }
}
