package io.quarry.api.data.keyvalue;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.RunningStack;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The promises of key-value on the running stack: gateway, topic, Cassandra. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the namespace is there before each test
class KeyValueIT extends KeyValueContract {
    private final String name = "kv-" + Long.toString(System.nanoTime(), 36);
    private DataClient client;

    @BeforeAll
    void make() {
        client = RunningStack.namespace(name);
    }

    @AfterAll
    void drop() {
        RunningStack.drop(name);
    }

    @Override
    DataClient client() {
        return client;
    }

    @Test
    void an_item_without_a_ttl_expires_with_its_namespaces() {
        var brief = name + "-ttl";
        var items =
                RunningStack.namespace(
                        brief, "{\"abstraction\": \"key-value\", \"ttl\": \"PT1H\"}");
        try {
            var put = items.put(item("r", "a"), "x");
            assertThat(put.status()).as(put.text()).isEqualTo(204);
            var expires =
                    items.get(item("r", "a"))
                            .response()
                            .headers()
                            .firstValue("Quarry-Expires-At")
                            .map(Instant::parse);
            assertThat(expires)
                    .hasValueSatisfying(
                            at ->
                                    assertThat(at)
                                            .isBetween(
                                                    Instant.now().plus(Duration.ofMinutes(55)),
                                                    Instant.now().plus(Duration.ofMinutes(61))));
        } finally {
            RunningStack.drop(brief);
        }
    }
}
