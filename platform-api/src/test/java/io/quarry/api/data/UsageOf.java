package io.quarry.api.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import java.time.Duration;

/** What the control plane knows that a namespace of tenant demo used. */
record UsageOf(String name) {
    static final String PATH = "/api/v1/tenants/demo/usage";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Api DEVELOPER = Api.as("demo-developer");

    static UsageOf of(DataClient client) {
        return new UsageOf(client.namespace().substring(client.namespace().indexOf('/') + 1));
    }

    /** Returns when all of them have come by way of Kafka and the worker. */
    void await(long requests) {
        Awaiting.within(SOON, requests + " requests of " + name, () -> knownRequests() == requests);
    }

    /** -1 while the control plane is not back yet. */
    private long knownRequests() {
        var answer = DEVELOPER.get(query("PT1H"));
        return answer.status() == 200 ? sum(answer.json(), "requests") : -1;
    }

    JsonNode listed(String step) {
        return DEVELOPER.get(query(step)).expect(200).json();
    }

    long sum(String step, String count) {
        return sum(listed(step), count);
    }

    private static long sum(JsonNode page, String count) {
        var sum = 0L;
        for (var item : page.path("items")) {
            sum += item.path(count).asLong();
        }
        return sum;
    }

    String query(String step) {
        return PATH + "?step=" + step + "&namespace=" + name;
    }
}
