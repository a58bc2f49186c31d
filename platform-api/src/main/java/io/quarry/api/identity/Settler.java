package io.quarry.api.identity;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarry.api.health.Part;
import io.quarry.api.role.ProcessRole;
import io.quarry.api.role.Roles;
import io.quarry.metadata.background.Rounds;
import io.quarry.metadata.serviceaccount.Credentials;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the identity provider in line with the rows: removes clients of deleted accounts, of
 * replaced secrets past their overlap and of what was never confirmed; and now and then compares
 * all. Every process with the role does it, and that several do it at once is harmless.
 */
@Singleton
public class Settler implements Part {
    private static final Logger LOG = Logger.getLogger(Settler.class);

    private final Credentials credentials;
    private final KeycloakClients clients;
    private final ServiceAccountConfig config;
    private final Rounds rounds;
    private final Roles process;
    private volatile Instant nextComparison = Instant.MIN;
    private volatile @Nullable String failure;
    private @Nullable String failing;

    Settler(
            Credentials credentials,
            KeycloakClients clients,
            ServiceAccountConfig config,
            Roles process) {
        this.process = process;
        this.credentials = credentials;
        this.clients = clients;
        this.config = config;
        this.rounds = new Rounds("service-accounts", this::turn, config::settleEvery);
    }

    void start(@Observes StartupEvent started) {
        if (process.hasAnyOf(roles())) {
            rounds.start();
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        rounds.stop();
    }

    @Override
    public Set<ProcessRole> roles() {
        return EnumSet.of(ProcessRole.BACKGROUND);
    }

    @Override
    public String name() {
        return "service-accounts";
    }

    @Override
    public State state() {
        var reason = failure;
        return new State(
                false, reason == null, reason == null ? Map.of() : Map.of("reason", reason));
    }

    /** Soon, and not by whoever asks. */
    void wake() {
        rounds.wake();
    }

    /**
     * Soon; and a client that the identity provider makes late, of a call given up, is looked for.
     */
    void undone() {
        var soon = Instant.now().plus(config.settleAfter());
        nextComparison = soon.isBefore(nextComparison) ? soon : nextComparison;
        wake();
    }

    /** What is due now; what cannot be removed stays due, and stops nothing else. */
    private void settle() {
        for (var credential : credentials.due(config.settleAfter())) {
            tried(
                    () -> {
                        if (credentials.beginRemoval(credential, config.settleAfter())) {
                            clients.remove(credential.clientId());
                            HaltPoint.CLIENT_REMOVED.reached(credential.clientId());
                            credentials.removed(credential);
                        }
                    });
        }
    }

    /**
     * All against all. A row comes before its client and goes after it, so a client that was seen
     * and has no row afterwards belongs to nobody.
     */
    private void compare() {
        var expected = credentials.confirmed();
        var there = clients.all();
        for (var credential : expected) {
            var found = there.contains(credential.clientId());
            if (credentials.noteClient(credential, found)) {
                LOG.warnf(
                        "The client %s is %s", credential.clientId(), found ? "back" : "not there");
            }
        }
        var known = credentials.clientIds();
        for (var clientId : there) {
            if (!known.contains(clientId)) {
                LOG.warnf("The client %s belongs to no service account and is removed", clientId);
                clients.remove(clientId);
            }
        }
    }

    private void turn() {
        if (!clients.configured()) {
            return;
        }
        failing = null;
        tried(this::settle);
        if (!Instant.now().isBefore(nextComparison)) {
            nextComparison = Instant.now().plus(config.compareEvery());
            if (!tried(this::compare)) {
                nextComparison = Instant.MIN;
            }
        }
        failure = failing;
    }

    private boolean tried(Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            if (failure == null && failing == null) {
                LOG.warnf("Service accounts wait to be settled: %s", e.getMessage());
            }
            failing = "waits to be settled: " + e.getMessage();
            return false;
        }
    }
}
