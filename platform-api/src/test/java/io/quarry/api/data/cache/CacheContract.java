package io.quarry.api.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.data.DataClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the cache promises, over HTTP: the same tests in memory and for a whole stack. */
abstract class CacheContract {
    private static final int MIB = 1 << 20;

    /** A writer of a cache; each test takes keys of its own. */
    abstract DataClient client();

    /** Another cache of the same tenant. */
    abstract String otherNamespace();

    private String key = "";

    @BeforeEach
    void takeAnotherKey() {
        key = "k-" + UUID.randomUUID();
    }

    private CacheClient cache() {
        return new CacheClient(client());
    }

    private static String token(Instant at, long nonce) {
        return (at.getEpochSecond() * 1_000_000 + at.getNano() / 1000)
                + "-"
                + Long.toHexString(nonce);
    }

    @Test
    void cache_1_an_entry_is_set_got_and_deleted() {
        var body = new byte[] {0, 1, (byte) 0xff, 10, 13};
        var put =
                cache().send(
                                "PUT",
                                CacheClient.at(key),
                                body,
                                "Content-Type",
                                "image/x-test; v=1",
                                "Quarry-Meta-Source",
                                "import",
                                "Quarry-Ttl",
                                "PT1H");
        assertThat(put.status()).as(put.text()).isEqualTo(204);
        var got = cache().get(key);
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.bytes()).isEqualTo(body);
        assertThat(got.header("Content-Type")).isEqualTo("image/x-test; v=1");
        assertThat(got.header("Quarry-Meta-Source")).isEqualTo("import");
        assertThat(got.header("Quarry-Token")).isEqualTo(put.header("Quarry-Token"));
        assertThat(got.header("ETag")).isEqualTo('"' + put.header("Quarry-Token") + '"');
        assertThat(Instant.parse(got.header("Quarry-Expires-At")))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(55)),
                        Instant.now().plus(Duration.ofMinutes(61)));
        assertThat(got.header("Quarry-Cost")).isEqualTo("1");
        assertThat(cache().get(key, "If-None-Match", got.header("ETag")).status()).isEqualTo(304);
        assertThat(cache().delete(key).status()).isEqualTo(204);
        assertThat(cache().delete(key).status()).isEqualTo(204);
        var miss = cache().get(key);
        assertThat(miss.status()).isEqualTo(404);
        assertThat(miss.problem()).isEqualTo("entry-not-found");
    }

    @Test
    void cache_1_add_replace_and_cas_are_conditions() {
        assertThat(cache().put(key, "a", "If-Match", "*").problem())
                .isEqualTo("precondition-failed");
        var first = cache().etag(key, "a", "If-None-Match", "*");
        var again = cache().put(key, "b", "If-None-Match", "*");
        assertThat(again.status()).isEqualTo(412);
        assertThat(again.problem()).isEqualTo("precondition-failed");
        var second = cache().etag(key, "c", "If-Match", "*");
        assertThat(cache().put(key, "d", "If-Match", first).status()).isEqualTo(412);
        assertThat(cache().get(key).text()).isEqualTo("c");
        var third = cache().etag(key, "e", "If-Match", second);
        assertThat(cache().delete(key, "If-Match", second).status()).isEqualTo(412);
        assertThat(cache().get(key).text()).isEqualTo("e");
        assertThat(cache().delete(key, "If-Match", third).status()).isEqualTo(204);
        assertThat(cache().delete(key, "If-Match", "*").status()).isEqualTo(412);
    }

    @Test
    void cache_1_of_many_that_compare_and_set_one_wins() throws Exception {
        var begun = cache().etag(key, "begin");
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls =
                    IntStream.range(0, 12)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () ->
                                                            cache().put(
                                                                            key,
                                                                            "" + i,
                                                                            "If-Match",
                                                                            begun)))
                            .toList();
            for (var call : calls) {
                statuses.add(call.get().status());
            }
        }
        // more than eight at once may be refused at the shard's door
        assertThat(statuses).isSubsetOf(204, 412, 429);
        assertThat(statuses).filteredOn(status -> status == 204).hasSize(1);
    }

    @Test
    void cache_1_append_adds_to_the_end() {
        assertThat(cache().send("PUT", CacheClient.at(key) + "?mode=append", utf8("x")).problem())
                .isEqualTo("entry-not-found");
        var before = cache().etag(key, "a", "Content-Type", "text/x-log");
        var appended = cache().send("PUT", CacheClient.at(key) + "?mode=append", utf8("bc"));
        assertThat(appended.status()).as(appended.text()).isEqualTo(204);
        var got = cache().get(key);
        assertThat(got.text()).isEqualTo("abc");
        assertThat(got.header("Content-Type")).isEqualTo("text/x-log");
        assertThat(got.header("ETag")).isEqualTo(appended.header("ETag")).isNotEqualTo(before);
    }

    @Test
    void cache_1_touch_lets_an_entry_live_longer() {
        var touch = CacheClient.at(key) + "?mode=touch";
        assertThat(cache().send("PUT", touch, null, "Quarry-Ttl", "PT1H").problem())
                .isEqualTo("entry-not-found");
        var etag = cache().etag(key, "a", "Quarry-Ttl", "PT1H");
        var touched = cache().send("PUT", touch, null, "Quarry-Ttl", "P40D");
        assertThat(touched.status()).as(touched.text()).isEqualTo(204);
        assertThat(touched.header("ETag")).isEqualTo(etag);
        var got = cache().get(key);
        assertThat(got.text()).isEqualTo("a");
        assertThat(Instant.parse(got.header("Quarry-Expires-At")))
                .isAfter(Instant.now().plus(Duration.ofDays(39)));
    }

    @Test
    void cache_1_what_has_expired_is_a_miss() {
        cache().etag(key, "a", "Quarry-Ttl", "PT0.2S");
        var until = Instant.now().plusSeconds(5);
        while (cache().get(key).status() == 200) {
            assertThat(Instant.now()).isBefore(until);
        }
        assertThat(cache().get(key).problem()).isEqualTo("entry-not-found");
        cache().etag(key, "b", "If-None-Match", "*");
    }

    @Test
    void cache_1_the_same_token_and_an_older_one_have_no_further_effect() {
        var newer = token(Instant.now(), 7);
        var older = token(Instant.now().minusSeconds(5), 9);
        cache().etag(key, "newer", "Quarry-Token", newer);
        assertThat(cache().put(key, "older", "Quarry-Token", older).header("Quarry-Token"))
                .isEqualTo("%s-%016x".formatted(older.split("-")[0], 9));
        cache().etag(key, "again", "Quarry-Token", newer);
        assertThat(cache().delete(key, "Quarry-Token", older).status()).isEqualTo(204);
        assertThat(cache().get(key).text()).isEqualTo("newer");
        assertThat(cache().delete(key, "Quarry-Token", newer).status()).isEqualTo(204);
        assertThat(cache().get(key).status()).isEqualTo(404);
    }

    @Test
    void cache_1_a_number_is_added_to() {
        assertThat(increment("{\"key\": \"%s\"}").problem()).isEqualTo("entry-not-found");
        var begun = increment("{\"key\": \"%s\", \"initial\": 10, \"ttl\": \"PT1H\"}");
        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        assertThat(begun.json().path("value").asLong()).isEqualTo(10);
        assertThat(increment("{\"key\": \"%s\", \"by\": 5}").json().path("value").asLong())
                .isEqualTo(15);
        assertThat(increment("{\"key\": \"%s\", \"by\": -20}").json().path("value").asLong())
                .isZero();
        var got = cache().get(key);
        assertThat(got.text()).isEqualTo("0");
        assertThat(got.header("ETag")).isEmpty();
        var appended = cache().send("PUT", CacheClient.at(key) + "?mode=append", utf8("1"));
        assertThat(appended.status()).isEqualTo(409);
        assertThat(appended.problem()).isEqualTo("entry-kind");
        cache().etag(key, "12");
        assertThat(increment("{\"key\": \"%s\"}").problem()).isEqualTo("entry-kind");
        assertThat(cache().get(key).text()).isEqualTo("12");
    }

    @Test
    void cache_1_several_keys_are_answered_each_in_its_place() {
        cache().etag(key, "{\"n\": 1}", "Content-Type", "application/json");
        cache().etag(key + "-b", "x", "Quarry-Meta-A", "ä".replace("ä", "%C3%A4"));
        var answer =
                cache().post(
                                "get",
                                "{\"keys\": [\"%s\", \"%s-none\", \"%s-b\", \"%s\"]}"
                                        .formatted(key, key, key, key));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var entries = answer.json().path("entries");
        assertThat(states(entries)).containsExactly("hit", "miss", "hit", "hit");
        assertThat(entries.at("/0/value/json/n").asInt()).isEqualTo(1);
        assertThat(entries.at("/0/token").asText()).isNotEmpty();
        assertThat(entries.at("/1/key").asText()).isEqualTo(key + "-none");
        assertThat(entries.at("/2/value/base64").asText())
                .isEqualTo(Base64.getEncoder().encodeToString(utf8("x")));
        assertThat(entries.at("/2/metadata/a").asText()).isEqualTo("ä");
        assertThat(cache().post("get", "{\"keys\": []}").json().path("entries")).isEmpty();
    }

    @Test
    void cache_2_a_key_has_any_bytes_and_any_length_that_a_path_holds() {
        for (var name : List.of(key + " ä/\n", key + "k".repeat(20_000))) {
            cache().etag(name, "v");
            assertThat(cache().get(name).text()).isEqualTo("v");
        }
        var bytes = ByteBuffer.allocate(300).put(utf8(key)).array();
        new Random(3).nextBytes(bytes);
        var path =
                "/"
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
                        + "?key_encoding=base64url";
        assertThat(cache().send("PUT", path, utf8("any")).status()).isEqualTo(204);
        assertThat(cache().send("GET", path, null).text()).isEqualTo("any");
        assertThat(cache().send("DELETE", path, null).status()).isEqualTo(204);
    }

    @Test
    void cache_2_large_values_come_back_whole() {
        for (var size : List.of(MIB - 1024, MIB, 4 * MIB)) {
            var value = new byte[size];
            new Random(size).nextBytes(value);
            var put = cache().send("PUT", CacheClient.at(key), value, "Quarry-Timeout-Ms", "20000");
            assertThat(put.status()).as(put.text()).isEqualTo(204);
            var got = cache().get(key, "Quarry-Timeout-Ms", "20000");
            assertThat(got.status()).isEqualTo(200);
            assertThat(Arrays.equals(got.bytes(), value)).isTrue();
        }
    }

    @Test
    void cache_4_namespaces_share_no_key() {
        cache().etag(key, "mine");
        var other = new CacheClient(client().in(otherNamespace()));
        assertThat(other.get(key).problem()).isEqualTo("entry-not-found");
        other.etag(key, "theirs", "If-None-Match", "*");
        assertThat(other.delete(key).status()).isEqualTo(204);
        assertThat(cache().get(key).text()).isEqualTo("mine");
    }

    private DataClient.Answer increment(String body) {
        return cache().post("increment", body.formatted(key));
    }

    private static List<String> states(JsonNode entries) {
        return entries.findValuesAsText("state");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
