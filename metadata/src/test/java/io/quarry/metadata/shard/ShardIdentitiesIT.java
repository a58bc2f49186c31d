package io.quarry.metadata.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No two shards are one cluster. */
@QuarkusTest
@TestProfile(AsWorker.class)
class ShardIdentitiesIT {
    @Inject ShardIdentities identities;
    @Inject Tenancy tenancy;

    private final String mark = UUID.randomUUID().toString();

    private Optional<String> take(String shard, String... marks) {
        return tenancy.system(() -> identities.take(shard, Set.of(marks)));
    }

    @Test
    void aClusterIsOneShardUntilThatIsRetired() {
        String first = Seed.shard(9);
        String second = Seed.shard(9);
        assertThat(take(first, mark, mark + "-b")).isEmpty();
        assertThat(take(first, mark, mark + "-b")).as("asked again").isEmpty();
        assertThat(take(second, mark + "-b", mark + "-c")).contains(first);
        assertThat(take(second, mark + "-c")).as("it has none in common").isEmpty();
        int _ = BackDoor.run("UPDATE shard SET state = 'RETIRED' WHERE id = ?", first);
        assertThat(take(second, mark, mark + "-c")).isEmpty();
    }

    @Test
    void marksOfAnotherEngineSayNothing() {
        String first = Seed.shard(9);
        String second = Seed.shard(9);
        int _ = BackDoor.run("UPDATE shard SET engine = 'S3' WHERE id = ?", second);
        assertThat(take(first, mark)).isEmpty();
        assertThat(take(second, mark)).isEmpty();
    }

    @Test
    void ofManyThatAreAskedAtOnceOneIsTaken() {
        List<String> shards = IntStream.range(0, 6).mapToObj(_ -> Seed.shard(9)).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Optional<String>>> all =
                    shards.stream()
                            .map(
                                    shard ->
                                            CompletableFuture.supplyAsync(
                                                    () -> take(shard, mark), threads))
                            .toList();
            List<Optional<String>> twins = all.stream().map(CompletableFuture::join).toList();
            assertThat(twins).filteredOn(Optional::isEmpty).hasSize(1);
            String taken = shards.get(twins.indexOf(Optional.<String>empty()));
            assertThat(twins).filteredOn(Optional::isPresent).allMatch(Optional.of(taken)::equals);
        }
    }

    /** Of shards that were there before anybody asked, the first that is asked is it. */
    @Test
    void oneOfWhichNothingIsKnownIsTakenUnlessAnotherIsIt() {
        String first = Seed.shard(9);
        String second = Seed.shard(9);
        for (String shard : List.of(first, second)) {
            assertThat(tenancy.system(() -> identities.recognise(shard, Set.of(mark)))).isEmpty();
        }
        assertThat(BackDoor.strings("SELECT shard FROM shard_identity WHERE ? = ANY (marks)", mark))
                .containsExactly(first);
    }
}
