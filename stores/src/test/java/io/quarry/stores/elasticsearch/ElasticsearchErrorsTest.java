package io.quarry.stores.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.http.HttpNodes;
import io.quarry.stores.spi.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElasticsearchErrorsTest {
    private static final HttpNodes.Call CALL =
            new HttpNodes.Call("PUT", "/x/_mapping", "Basic c2VjcmV0", "{}");

    @ParameterizedTest
    @CsvSource({
        "400,Rejected", "401,Rejected", "403,Rejected", "404,Rejected", "409,Rejected",
        "408,TimedOut", "504,TimedOut", "429,Overloaded", "500,Unavailable", "503,Unavailable",
        "302,Unavailable"
    })
    void each_status_has_its_kind(int status, String kind) {
        StoreException told =
                ElasticsearchErrors.translate(CALL, new HttpNodes.Answer(status, "no JSON"));
        assertThat(told.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(told).hasMessageContaining("PUT /x/_mapping: " + status);
    }

    @Test
    void the_reason_is_the_cluster_s_own_and_no_secret_is_in_it() {
        String body =
                """
                {"error":{"type":"illegal_argument_exception","reason":"mapper [a] cannot be changed",
                "caused_by":{"reason":"from type [long] to [text]"}},"status":400}""";
        HttpNodes.Answer answer = new HttpNodes.Answer(400, body);
        assertThat(ElasticsearchErrors.translate(CALL, answer))
                .hasMessageContaining("mapper [a] cannot be changed: from type [long] to [text]")
                .hasMessageNotContaining("c2VjcmV0");
        assertThat(ElasticsearchErrors.is(answer, "illegal_argument_exception")).isTrue();
        assertThat(ElasticsearchErrors.is(answer, "index_not_found_exception")).isFalse();
    }
}
