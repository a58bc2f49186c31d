package io.quarry.metadata.shard;

import static io.quarry.metadata.kit.Answers.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewShardTest {
    private static final Capacity ROOM = new Capacity(1, 1, 1, 1, 1, 1);

    private static NewShard at(String endpoint) {
        return new NewShard(
                "cassandra-2", Engine.CASSANDRA, List.of(endpoint), null, ROOM, null, null);
    }

    private static List<String> fields(NewShard wanted) {
        ProblemException refusal = refusal(wanted::shard);
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        return refusal.violations().stream().map(Violation::field).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:9042", "node-1.cassandra.example.org:1", "localhost:65535"})
    void anEndpointIsAHostAndAPort(String endpoint) {
        Shard shard = at(endpoint).shard();
        assertThat(shard.endpoints()).containsExactly(endpoint);
        assertThat(shard.state()).isEqualTo(ShardState.PROVISIONING);
        assertThat(shard.credentialRef()).isEqualTo("cassandra-2");
        assertThat(shard.settings()).containsExactly(Map.entry("provider", "existing"));
        assertThat(shard.reserved()).isEqualTo(Capacity.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.1",
                ":9042",
                "10.0.0.1:0",
                "10.0.0.1:65536",
                "10.0.0.1:9042/x",
                "http://10.0.0.1:9042",
                "user@10.0.0.1:9042",
                "a,b:9042",
                "a b:9042",
                "a:9042\n",
                "-a:9042"
            })
    void nothingElseIs(String endpoint) {
        assertThat(fields(at(endpoint))).containsExactly("endpoints[0]");
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        assertThat(fields(new NewShard(null, null, null, null, null, null, null)))
                .containsExactly("id", "engine", "endpoints", "capacity");
        assertThat(
                        fields(
                                new NewShard(
                                        "cassandra-2",
                                        Engine.CASSANDRA,
                                        List.of("a:1", "a:1"),
                                        Map.of("region", "with spaces"),
                                        new Capacity(1, 1, 1, 1, 0, Capacity.MOST + 1),
                                        "../secrets",
                                        Map.of("datacenter", "\"; DROP", "keyspace", "other"))))
                .containsExactlyInAnyOrder(
                        "endpoints",
                        "labels.region",
                        "capacity.writes_per_second",
                        "capacity.objects",
                        "credential_ref",
                        "settings.datacenter",
                        "settings.keyspace");
    }

    @ParameterizedTest
    @EnumSource
    void aShardOfEachEngineMayBeRegistered(Engine engine) {
        Shard shard = of(engine, Map.of()).shard();
        assertThat(shard.engine()).isEqualTo(engine);
        assertThat(shard.state()).isEqualTo(ShardState.PROVISIONING);
    }

    @ParameterizedTest
    @EnumSource
    void eachEngineKnowsItsOwnSettings(Engine engine) {
        Map<String, String> settings =
                switch (engine) {
                    case CASSANDRA -> Map.of("datacenter", "dc-1");
                    case POSTGRESQL -> Map.of("database", "quarry", "sslmode", "require");
                    case S3 -> Map.of("region", "eu-central-1");
                    case ELASTICSEARCH, MEMCACHED -> Map.of();
                };
        assertThat(of(engine, settings).shard().settings()).containsAllEntriesOf(settings);
        assertThat(fields(of(engine, Map.of("colour", "red")))).containsExactly("settings.colour");
        if (engine != Engine.S3) {
            assertThat(fields(of(engine, Map.of("region", "eu"))))
                    .containsExactly("settings.region");
        }
    }

    private static NewShard of(Engine engine, Map<String, String> settings) {
        return new NewShard("shard-2", engine, List.of("10.0.0.1:1"), null, ROOM, null, settings);
    }

    @Test
    void aPatchNamesWhatItChangesAndNothingElse() throws Exception {
        ObjectMapper json = new ObjectMapper();
        Shard shard = at("a:1").shard();
        ShardPatch patch =
                ShardPatch.of(
                        json.readTree(
                                "{\"labels\": {\"region\": \"eu\", \"zone\": null},"
                                        + " \"capacity\": {\"objects\": 7}}"));
        Shard changed = patch.applied(shard);
        assertThat(changed.labels()).containsExactly(Map.entry("region", "eu"));
        assertThat(changed.capacity()).isEqualTo(new Capacity(1, 1, 1, 1, 1, 7));
        assertThat(ShardPatch.of(json.readTree("{\"labels\": null}")).applied(changed).labels())
                .isEmpty();
        assertThat(refusal(() -> ShardPatch.of(json.readTree("{\"endpoints\": [\"b:1\"]}"))).code())
                .isEqualTo(ProblemCode.UNKNOWN_FIELD);
        ProblemException wrong =
                refusal(
                        () ->
                                ShardPatch.of(
                                        json.readTree(
                                                "{\"labels\": {\"a\": 1}, \"capacity\":"
                                                        + " {\"objects\": 1.5, \"millicores\":"
                                                        + " 0}}")));
        assertThat(wrong.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("labels.a", "capacity.objects", "capacity.millicores");
    }
}
