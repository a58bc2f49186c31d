package io.quarry.stores.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.StoreException;

/** Where answers that are none end. */
final class ElasticsearchErrors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 500;

    private ElasticsearchErrors() {}

    static StoreException translate(HttpNodes.Call call, HttpNodes.Answer answer) {
        String told = call + ": " + reason(answer);
        return switch (answer.status()) {
            case 401, 403 ->
                    new StoreException.Rejected(
                            "Elasticsearch refuses the log-in for " + told, null);
            case 408, 504 ->
                    new StoreException.TimedOut(
                            "Elasticsearch did not answer in time: " + told, null);
            case 429 -> new StoreException.Overloaded("Elasticsearch asks for less: " + told, null);
            default ->
                    answer.status() >= 400 && answer.status() < 500
                            ? new StoreException.Rejected("Elasticsearch refuses " + told, null)
                            // whatever else it is, repeating is harmless and may help
                            : new StoreException.Unavailable(
                                    "Elasticsearch cannot answer: " + told, null);
        };
    }

    static boolean is(HttpNodes.Answer answer, String type) {
        return error(answer).path("type").asText().equals(type);
    }

    private static String reason(HttpNodes.Answer answer) {
        JsonNode error = error(answer);
        JsonNode root = error.path("root_cause").path(0);
        String reason = error.path("reason").asText(root.path("reason").asText(error.asText()));
        String cause = error.path("caused_by").path("reason").asText();
        String all = cause.isEmpty() || reason.contains(cause) ? reason : reason + ": " + cause;
        String told = all.isEmpty() ? "" : " " + all;
        return answer.status() + (told.length() > LONGEST ? told.substring(0, LONGEST) : told);
    }

    private static JsonNode error(HttpNodes.Answer answer) {
        try {
            return JSON.readTree(answer.body()).path("error");
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
