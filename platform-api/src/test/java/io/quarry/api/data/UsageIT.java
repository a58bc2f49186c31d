package io.quarry.api.data;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done over HTTP, as it comes back from the gateway by way of Kafka and the worker. */
class UsageIT {
    private final Api developer = Api.as("demo-developer");
    private final String name = Namespaces.freshName();
    private final UsageOf usage = new UsageOf(name);

    @Test
    void usageShowsExactlyWhatWasDoneAndKeepsItWhenTheNamespaceIsGone() {
        var client = RunningStack.namespace(name);
        var out = 0L;
        try {
            for (var i = 0; i < 5; i++) {
                assertThat(client.put(item("r", "k" + i), "x".repeat(3000)).status())
                        .isEqualTo(204);
            }
            assertThat(client.delete(item("r", "k4")).status()).isEqualTo(204);
            for (var i = 0; i < 4; i++) {
                out += client.get(item("r", "k" + i)).bytes().length;
            }
            assertThat(client.get(item("r", "k4")).status()).isEqualTo(404);
            out += client.get("/r").bytes().length;
            usage.await(12);
        } finally {
            RunningStack.drop(name);
        }
        for (var step : new String[] {"PT1H", "P1D"}) {
            assertThat(usage.sum(step, "requests")).isEqualTo(12);
            assertThat(usage.sum(step, "writes")).isEqualTo(6);
            assertThat(usage.sum(step, "reads")).isEqualTo(6);
            assertThat(usage.sum(step, "bytes_in")).isEqualTo(15_000);
            assertThat(usage.sum(step, "bytes_out")).isEqualTo(out);
            assertThat(usage.sum(step, "throttled")).isZero();
            assertThat(usage.sum(step, "errors")).isZero();
            var list = out - 12_000;
            assertThat(usage.sum(step, "cost")).isEqualTo(5 * 3 + 1 + 4 + 1 + (list + 4095) / 4096);
        }
        assertThat(Api.as("demo-viewer").get(usage.query("PT1H")).expect(200).json())
                .isEqualTo(usage.listed("PT1H"));
        assertThat(
                        Api.as("other-developer")
                                .get("/api/v1/tenants/other/usage?namespace=" + name)
                                .expect(200)
                                .json()
                                .path("items"))
                .isEmpty();
        Api.as("other-developer").get(UsageOf.PATH).expectProblem(404, "not-found");
    }

    @Test
    void theAnswerSaysWhichWindowWasTaken() {
        var answer =
                developer
                        .get(
                                UsageOf.PATH
                                        + "?step=P1D&from=2026-11-01T05:00:00Z&to=2026-11-03T00:00:01%2B01:00")
                        .expect(200)
                        .json();
        assertThat(answer.path("from").asText()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(answer.path("to").asText()).isEqualTo("2026-11-03T00:00:00Z");
        assertThat(answer.path("step").asText()).isEqualTo("P1D");
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday, from, invalid-request",
        "to=2026-11-27, to, invalid-request",
        "from=2026-11-27T00:00:00Z&to=2026-11-26T00:00:00Z, from, invalid-request",
        "from=2026-01-01T00:00:00Z&to=2026-11-26T00:00:00Z, from, invalid-request",
        "step=P1D&from=2024-01-01T00:00:00Z&to=2026-11-26T00:00:00Z, from, invalid-request",
        "step=PT2H, step, invalid-request",
        "namespace=Not-A-Name, namespace, invalid-name",
        "page_token=x, page_token, page-token-invalid"
    })
    void whatIsWrongIsNamed(String query, String field, String code) {
        developer.get(UsageOf.PATH + "?" + query).expectViolation(400, code, field);
    }
}
