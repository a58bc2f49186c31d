package io.quarry.worker.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.shard.ShardAddress;
import io.quarry.stores.spi.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the program answers: one line of JSON, the last that is not blank. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /**
     * @throws StoreException.Rejected unless it says that a server is ready, and where
     */
    static ShardAddress started(String output) {
        JsonNode answer = inState(output, "READY");
        List<String> endpoints = new ArrayList<>();
        answer.path("endpoints").forEach(each -> endpoints.add(each.asText()));
        if (endpoints.isEmpty()) {
            throw notUnderstood(output, null);
        }
        Map<String, String> settings = new HashMap<>();
        for (Map.Entry<String, JsonNode> each : answer.path("settings").properties()) {
            settings.put(each.getKey(), each.getValue().asText());
        }
        JsonNode credentials = answer.path("credential_ref");
        return new ShardAddress(
                endpoints, credentials.isTextual() ? credentials.textValue() : null, settings);
    }

    /**
     * @throws StoreException.Rejected unless it says that nothing is left
     */
    static void purged(String output) {
        JsonNode _ = inState(output, "PURGED");
    }

    private static JsonNode inState(String output, String wanted) {
        JsonNode answer;
        try {
            answer = JSON.readTree(lastLine(output));
        } catch (JsonProcessingException e) {
            throw notUnderstood(output, e);
        }
        if (!answer.path("state").asText().equals(wanted)) {
            throw notUnderstood(output, null);
        }
        return answer;
    }

    private static String lastLine(String output) {
        return output.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line);
    }

    private static StoreException notUnderstood(String output, @Nullable Throwable cause) {
        return new StoreException.Rejected(
                "the program that starts servers answered what is not understood: "
                        + Words.brief(lastLine(output)),
                cause);
    }
}
