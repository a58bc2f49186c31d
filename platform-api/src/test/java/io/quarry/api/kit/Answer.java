package io.quarry.api.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** An answer, with the checks that every answer must pass. */
public record Answer(String request, int status, HttpHeaders headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError(request + " answered no JSON: " + text(), e);
        }
    }

    /** Empty when the answer lacks it. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The answer itself, once it is a success of that status. */
    public Answer expect(int expected) {
        assertThat(status).as("%s answered %s", request, text()).isEqualTo(expected);
        assertThat(header("Quarry-Request-Id")).as("request id of %s", request).isNotEmpty();
        return this;
    }

    /** The answer itself, once it is that problem, whole and as RFC 9457 has it. */
    public Answer expectProblem(int expected, String code) {
        expect(expected);
        assertThat(header("Content-Type")).as("%s", request).startsWith("application/problem+json");
        var problem = json();
        assertThat(problem.path("code").asText())
                .as("%s answered %s", request, text())
                .isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(expected);
        assertThat(problem.path("type").asText()).isEqualTo("/docs/problems/" + code);
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
        assertThat(problem.has("retryable")).isTrue();
        assertThat(text()).doesNotContain("Exception", "\tat ");
        return this;
    }

    /** As {@link #expectProblem}, and it names the field. */
    public Answer expectViolation(int expected, String code, String field) {
        expectProblem(expected, code);
        assertThat(json().path("violations").findValuesAsText("field"))
                .as("%s answered %s", request, text())
                .contains(field);
        return this;
    }
}
