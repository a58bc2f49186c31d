package io.quarry.local.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.local.elasticsearch.Logins.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTest {
    private final Logins logins = new Logins("s", "d");

    private static String basic(String login) {
        return "Basic "
                + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a/_doc/1", "/a/_bulk", "/_bulk", "/a,b/_search", "/_msearch", "/_pit"})
    void documentsAreForBothRoles(String path) {
        assertThat(logins.judge(basic("quarry_data:d"), path)).isEqualTo(Verdict.GRANTED);
        assertThat(logins.judge(basic("quarry_structure:s"), path)).isEqualTo(Verdict.GRANTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "/a/",
                "/a/_settings",
                "/a/_mapping",
                "/_all",
                "/_aliases",
                "/",
                "//a"
            })
    void structureIsForOneRole(String path) {
        assertThat(logins.judge(basic("quarry_data:d"), path)).isEqualTo(Verdict.FORBIDDEN);
        assertThat(logins.judge(basic("quarry_structure:s"), path)).isEqualTo(Verdict.GRANTED);
    }

    @Test
    void othersAreUnknown() {
        assertThat(logins.judge(null, "/a/_doc/1")).isEqualTo(Verdict.UNKNOWN);
        assertThat(logins.judge(basic("quarry_data:s"), "/a/_doc/1")).isEqualTo(Verdict.UNKNOWN);
        assertThat(logins.judge("quarry_data:d", "/a/_doc/1")).isEqualTo(Verdict.UNKNOWN);
    }
}
