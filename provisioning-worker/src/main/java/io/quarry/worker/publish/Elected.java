package io.quarry.worker.publish;

import io.quarry.worker.publish.Election.Office;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Work that one worker does and the others are candidates for. While Kafka is away the rows wait,
 * and nothing else does.
 */
public final class Elected {
    private static final Logger LOG = Logger.getLogger(Elected.class);

    /** What the elected one does. */
    public interface Work {
        /** What the topic holds now is unknown: at an election, and after the topic was away. */
        void begin();

        /** Publishes all that waits; called again and again, and at once when something changed. */
        void turn() throws TopicUnavailable;

        /** The right is gone. */
        void end();
    }

    private final Office office;
    private final Work work;
    private final DataSource database;
    private final Duration poll;
    private volatile Standing standing = Standing.CANDIDATE;
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    /**
     * @param poll how often it looks although nothing told it to
     */
    public Elected(Office office, Work work, DataSource database, Duration poll) {
        this.office = office;
        this.work = work;
        this.database = database;
        this.poll = poll;
    }

    public void start() {
        thread = Thread.ofVirtual().name("office-" + name()).start(this::run);
    }

    /** Waits for the turn under way no longer than that. */
    public void stop(Duration atMost) {
        stopping = true;
        Thread running = thread;
        if (running != null) {
            try {
                running.join(atMost.plus(poll));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    Standing standing() {
        return standing;
    }

    private void run() {
        while (!stopping) {
            try {
                Optional<Election> election = Election.win(database, office);
                if (election.isPresent()) {
                    try (Election won = election.get()) {
                        publish(won);
                    }
                } else {
                    turn(Standing.CANDIDATE, null);
                }
            } catch (SQLException | RuntimeException e) {
                turn(Standing.DATABASE_AWAY, e);
            } finally {
                work.end();
            }
            pause();
        }
    }

    /** Until the worker stops or the connection that carries the right is gone. */
    private void publish(Election won) throws SQLException {
        work.begin();
        while (!stopping) {
            try {
                work.turn();
                turn(Standing.PUBLISHING, null);
                won.await(poll);
            } catch (TopicUnavailable e) {
                work.begin();
                turn(Standing.TOPIC_AWAY, e);
                won.await(poll);
                pause();
            }
        }
    }

    private void turn(Standing to, @Nullable Exception why) {
        if (standing != to) {
            standing = to;
            LOG.infof(
                    "office of %s: %s%s",
                    name(), to, why == null ? "" : " (" + why.getMessage() + ")");
        }
    }

    private String name() {
        return office.name().toLowerCase(Locale.ROOT);
    }

    private void pause() {
        if (!stopping) {
            try {
                Thread.sleep(poll);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
