package io.quarry.api.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Tokens;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Control routes, called faster than a principal may. */
class RatesIT {
    private static final String BAD_NAME = "/api/v1/tenants/No";

    private final Api hasty = Api.withToken(Tokens.ofAProgram("it-hasty"));
    private final Api calm = Api.withToken(Tokens.ofAProgram("it-calm"));

    @Test
    @Timeout(120)
    void whoChangesTooFastIsRefusedAndNobodyElseIs() {
        var refused =
                Stream.generate(() -> hasty.delete(BAD_NAME))
                        .dropWhile(answer -> answer.status() == 400)
                        .findFirst()
                        .orElseThrow()
                        .expectProblem(429, "rate-limited");
        assertThat(refused.header("RateLimit")).startsWith("\"control-changes\";r=0;t=");
        assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"control-changes\";q=500;w=10");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(refused.json().path("limit").asInt()).isEqualTo(500);
        hasty.get("/api/v1/me").expect(200);
        assertThat(left(calm.delete(BAD_NAME))).isGreaterThan(400);
    }

    private static int left(Answer answer) {
        var rateLimit = answer.header("RateLimit");
        return Integer.parseInt(rateLimit.replaceAll(".*;r=(\\d+);.*", "$1"));
    }
}
