package io.quarry.api.security;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarry.api.health.Part;
import io.quarry.metadata.background.Rounds;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys, in memory and in a file. One virtual thread fetches them; requests only
 * ever look them up, so the identity provider may be away for as long as the keys in hand still
 * sign the tokens that arrive.
 */
@Singleton
public class SigningKeys implements Part {
    private static final Logger LOG = Logger.getLogger(SigningKeys.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final IdentityConfig config;
    private final StateFile file;
    private final Source source;
    private final Clock clock;
    private final Rounds rounds;
    private final Object lock = new Object();

    private volatile KeySet keys = KeySet.NONE;
    private volatile Instant lastAttempt = Instant.EPOCH;
    private volatile @Nullable String lastFailure;
    private CompletableFuture<Void> underWay = new CompletableFuture<>();
    private Duration pause = FIRST_PAUSE;
    private Duration rest = FIRST_PAUSE;

    /** Where a JWK set comes from. */
    interface Source {
        String fetch() throws IOException, InterruptedException;
    }

    @Inject
    SigningKeys(IdentityConfig config, StateConfig state) {
        this(
                config,
                new StateFile(state.dir().resolve("signing-keys.json")),
                overHttp(config),
                Clock.systemUTC());
    }

    SigningKeys(IdentityConfig config, StateFile file, Source source, Clock clock) {
        this.config = config;
        this.file = file;
        this.source = source;
        this.clock = clock;
        this.rounds =
                new Rounds("signing-keys", this::keepFresh, config::refreshAtMostEvery, () -> rest);
    }

    void start(@Observes StartupEvent started) {
        load();
        rounds.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        rounds.stop();
    }

    /** Null when no such key is known; then {@link #refreshSoon()} may learn it. */
    @Nullable PublicJsonWebKey find(String keyId) {
        return keys.byId().get(keyId);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** True when asking again could help: the last fetch is long enough ago. */
    boolean mayRefresh() {
        return !clock.instant().isBefore(lastAttempt.plus(config.refreshAtMostEvery()));
    }

    /**
     * Asks for one fetch, shared by all who ask meanwhile; completes, never exceptionally, when
     * that fetch has ended.
     */
    CompletionStage<Void> refreshSoon() {
        synchronized (lock) {
            rounds.wake();
            return underWay;
        }
    }

    @Override
    public String name() {
        return "signing-keys";
    }

    @Override
    public State state() {
        var facts = new HashMap<String, String>();
        var now = keys;
        facts.put("keys", Integer.toString(now.byId().size()));
        facts.put("fetched_at", now.isEmpty() ? "never" : now.fetchedAt().toString());
        var failure = lastFailure;
        if (failure != null) {
            facts.put("reason", failure);
        }
        return new State(false, !now.isEmpty() && failure == null, facts);
    }

    private void load() {
        try {
            var snapshot = file.read();
            if (snapshot.isPresent()) {
                keys =
                        KeySet.fromSnapshot(
                                new String(snapshot.get(), StandardCharsets.UTF_8),
                                config.issuer());
            }
        } catch (IOException | JoseException | RuntimeException e) {
            LOG.warnf(
                    "The saved signing keys cannot be read and are fetched again: %s",
                    e.getMessage());
        }
    }

    /** Requests for a refresh during the least pause are kept and answered at its end. */
    private void keepFresh() throws InterruptedException {
        var fetched = refresh();
        pause = fetched ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
        rest = fetched ? config.refreshEvery() : pause;
    }

    /** Fetches once. Keys in hand outlive a failure: better an old key than none. */
    boolean refresh() throws InterruptedException {
        CompletableFuture<Void> answered;
        synchronized (lock) {
            answered = underWay;
        }
        lastAttempt = clock.instant();
        try {
            var fetched = KeySet.parse(source.fetch(), clock.instant());
            if (fetched.isEmpty()) {
                throw new IOException("the answer holds no signing key");
            }
            keys = fetched;
            lastFailure = null;
            save(fetched);
            return true;
        } catch (IOException | JoseException | RuntimeException e) {
            if (lastFailure == null) {
                LOG.warnf("Signing keys cannot be fetched from %s: %s", config.jwksUrl(), e);
            }
            lastFailure = "the identity provider does not answer: " + e.getClass().getSimpleName();
            return false;
        } finally {
            synchronized (lock) {
                underWay = new CompletableFuture<>();
                rounds.heard();
            }
            answered.complete(null);
        }
    }

    private void save(KeySet fetched) {
        try {
            file.write(fetched.toSnapshot(config.issuer()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warnf(
                    "Signing keys cannot be saved; a start without the identity provider would fail: %s",
                    e);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Source overHttp(IdentityConfig config) {
        var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(config.fetchTimeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
        var request =
                HttpRequest.newBuilder(config.jwksUrl())
                        .timeout(config.fetchTimeout())
                        .header("Accept", "application/json")
                        .build();
        return () -> {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("HTTP " + answer.statusCode());
            }
            return answer.body();
        };
    }
}
