package io.quarry.local.elasticsearch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what, as a real installation would be told by its roles: {@code quarry_structure}
 * everything, {@code quarry_data} what reads and writes documents.
 *
 * @param structure the password of {@code quarry_structure}
 * @param data the password of {@code quarry_data}
 */
record Logins(String structure, String data) {
    private static final Set<String> DATA_OF_AN_INDEX =
            Set.of(
                    "_doc",
                    "_create",
                    "_update",
                    "_source",
                    "_bulk",
                    "_mget",
                    "_search",
                    "_msearch",
                    "_count",
                    "_pit",
                    "_refresh");
    private static final Set<String> DATA_OF_ALL =
            Set.of("_bulk", "_mget", "_search", "_msearch", "_pit");

    enum Verdict {
        GRANTED,
        UNKNOWN,
        FORBIDDEN
    }

    /**
     * @param authorization the header, as of RFC 7617 (Basic)
     * @param path of the request, without its query
     */
    Verdict judge(@Nullable String authorization, String path) {
        if (is(authorization, "quarry_structure", structure)) {
            return Verdict.GRANTED;
        }
        if (is(authorization, "quarry_data", data)) {
            return isData(path) ? Verdict.GRANTED : Verdict.FORBIDDEN;
        }
        return Verdict.UNKNOWN;
    }

    private static boolean is(@Nullable String authorization, String user, String password) {
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return authorization != null
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8),
                        expected.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isData(String path) {
        List<String> segments = List.of(path.replaceFirst("^/+", "").split("/", -1));
        String first = segments.getFirst();
        if (first.startsWith("_")) {
            return DATA_OF_ALL.contains(first) || path.equals("/_cluster/health");
        }
        return segments.size() > 1 && DATA_OF_AN_INDEX.contains(segments.get(1));
    }
}
