package io.quarry.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.local.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardsTest {
    @TempDir Path home;

    private Stack stack(String engines) {
        return Stack.of(
                Map.of(
                        "QUARRY_HOME",
                        home.toString(),
                        "QUARRY_PORT_OFFSET",
                        "3000",
                        "QUARRY_ENGINES",
                        engines));
    }

    @Test
    void aShardKeepsItsPortsUnderItsId() throws IOException {
        Shards shards = new Shards(stack(""));
        Shard second = shards.shard(shards.add("cassandra-2", Engine.CASSANDRA));
        Shard third = shards.shard(shards.add("cassandra-3", Engine.CASSANDRA));
        assertThat(second.ports()).hasSize(2).doesNotContainAnyElementsOf(third.ports());
        assertThat(new Shards(stack("")).shard(shards.add("cassandra-2", Engine.CASSANDRA)))
                .isEqualTo(second);
        assertThat(second.endpoints()).containsExactly("127.0.0.1:" + second.ports().getFirst());
    }

    @Test
    void portsOfAShardThatIsGoneAreNotGivenAgainSoon() throws IOException {
        Shards shards = new Shards(stack(""));
        Shards.Added gone = shards.add("gone", Engine.MEMCACHED);
        shards.remove(gone);
        assertThat(new Shards(stack("")).add("next", Engine.MEMCACHED).pair())
                .isNotEqualTo(gone.pair());
    }

    @Test
    void anIdIsOfOneEngineUntilItIsRemoved() throws IOException {
        Shards shards = new Shards(stack(""));
        Shards.Added added = shards.add("more", Engine.S3);
        assertThatThrownBy(() -> shards.add("more", Engine.MEMCACHED))
                .isInstanceOf(StackException.class)
                .hasMessage("shard more is of s3 already");
        assertThatThrownBy(() -> shards.add("../more", Engine.S3))
                .isInstanceOf(StackException.class);
        shards.remove(added);
        assertThat(shards.add("more", Engine.MEMCACHED).engine()).isEqualTo(Engine.MEMCACHED);
    }

    @Test
    void onlyTheEnginesThatWereAskedForAreToldToServices() {
        Stack stack = stack("memcached");
        assertThat(Environment.ofServices(stack, Secrets.of(stack)))
                .containsEntry(
                        "QUARRY_SHARD_MEMCACHED_1",
                        "127.0.0.1:14211,127.0.0.1:14212,127.0.0.1:14213")
                .containsKey("QUARRY_SHARD_CASSANDRA_1")
                .doesNotContainKey("QUARRY_SHARD_S3_1");
        assertThatThrownBy(() -> stack("redis"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("redis");
    }

    @Test
    void credentialsComeAndGoWithTheShard() throws IOException {
        Stack stack = stack("");
        Secrets secrets = Secrets.of(stack);
        Shards shards = new Shards(stack);
        Shard shard = shards.shard(shards.add("search", Engine.ELASTICSEARCH));
        secrets.publish(shard);
        String password = secrets.password(shard, "data");
        assertThat(Files.readString(secrets.credentialsFile()))
                .contains("search.data.password=" + password, "elasticsearch-1.data.password=");
        secrets.withdraw(shard);
        assertThat(Files.readString(secrets.credentialsFile())).doesNotContain("search.");
        assertThat(Secrets.of(stack).password(shard, "data")).isNotEqualTo(password);
    }
}
