package io.quarry.worker.relational;

import io.quarry.metadata.background.Rounds;
import io.quarry.metadata.relational.LoginId;
import io.quarry.metadata.relational.LoginSettling;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.workflow.Databases;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Settles log-ins that are due, one after the other; each worker does, and where two meet, one
 * passes on. Somebody waits for a password, so it looks often. A shard that does not answer is left
 * alone for a while, and the others' turn comes meanwhile.
 */
@ApplicationScoped
public class LoginSettler {
    private static final Logger LOG = Logger.getLogger(LoginSettler.class);

    private final LoginSettling logins;
    private final Databases databases;
    private final WorkerConfig config;
    private final Map<LoginId, Long> later = new HashMap<>();
    private final Rounds rounds;

    LoginSettler(LoginSettling logins, Databases databases, WorkerConfig config) {
        this.logins = logins;
        this.databases = databases;
        this.config = config;
        this.rounds = new Rounds("log-ins", this::sweep, config.logins()::interval);
    }

    public void start() {
        rounds.start();
    }

    public void stop() {
        rounds.stop();
    }

    private void sweep() {
        List<LoginId> due = logins.due();
        later.keySet().retainAll(due);
        for (LoginId login : due) {
            Long until = later.get(login);
            if (until == null || until - System.nanoTime() <= 0) {
                settle(login);
            }
        }
    }

    private void settle(LoginId login) {
        try {
            boolean _ = logins.settle(login, databases::settle);
            later.remove(login);
        } catch (RuntimeException e) {
            LOG.warnf("log-in %s is settled later: %s", login.user(), e.getMessage());
            later.put(login, System.nanoTime() + config.logins().pause().toNanos());
        }
    }
}
