package io.quarry.stores.elasticsearch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The cluster as somebody who is asked and answers in JSON. */
final class ElasticsearchCluster {
    /** A document comes back with every digit that it came with. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final ElasticsearchConfig config;
    private final HttpNodes nodes;

    ElasticsearchCluster(ElasticsearchConfig config, HttpNodes nodes) {
        this.config = config;
        this.nodes = nodes;
    }

    JsonNode get(String path, Deadline deadline) {
        return json(ask("GET", path, (String) null, deadline, _ -> false), path);
    }

    JsonNode put(String path, JsonNode body, Deadline deadline) {
        return json(ask("PUT", path, body, deadline, _ -> false), path);
    }

    JsonNode post(String path, JsonNode body, Deadline deadline) {
        return json(ask("POST", path, body, deadline, _ -> false), path);
    }

    /**
     * @param expected which answers besides the good ones are answers to the question
     * @throws StoreException for every other
     */
    HttpNodes.Answer ask(
            String method,
            String path,
            @Nullable JsonNode body,
            Deadline deadline,
            Predicate<HttpNodes.Answer> expected) {
        return ask(method, path, body == null ? null : body.toString(), deadline, expected);
    }

    /**
     * @param body JSON, or a line of it after the other
     */
    HttpNodes.Answer ask(
            String method,
            String path,
            @Nullable String body,
            Deadline deadline,
            Predicate<HttpNodes.Answer> expected) {
        HttpNodes.Call call = new HttpNodes.Call(method, path, config.authorization(), body);
        HttpNodes.Answer answer = asked(call, deadline);
        if (isGood(answer) || expected.test(answer)) {
            return answer;
        }
        throw ElasticsearchErrors.translate(call, answer);
    }

    /** Who is silent until the deadline is late; who is away says so sooner. */
    private HttpNodes.Answer asked(HttpNodes.Call call, Deadline deadline) {
        try {
            return nodes.ask("Elasticsearch", config.endpoints(), call, deadline);
        } catch (StoreException.Unavailable e) {
            throw deadline.expired()
                    ? new StoreException.TimedOut(
                            "Elasticsearch did not answer in time: " + call, e)
                    : e;
        }
    }

    static boolean isGood(HttpNodes.Answer answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }

    static JsonNode json(HttpNodes.Answer answer, String path) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new StoreException.Unavailable(
                    "Elasticsearch answers " + path + " with what is no JSON", e);
        }
    }
}
