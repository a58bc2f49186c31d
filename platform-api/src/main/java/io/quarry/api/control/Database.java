package io.quarry.api.control;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarry.api.health.Part;
import io.quarry.api.role.ProcessRole;
import io.quarry.api.role.Roles;
import io.quarry.metadata.background.Rounds;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Whether PostgreSQL answers, asked on a thread of its own so that readiness can tell without
 * asking.
 */
@Singleton
public class Database implements Part {
    private static final int PATIENCE_SECONDS = 2;

    private final DataSource source;
    private final Rounds rounds;
    private final Roles process;
    private volatile @Nullable String failure = "not asked yet";

    Database(DataSource source, ControlConfig config, Roles process) {
        this.process = process;
        this.source = source;
        this.rounds = new Rounds("database-probe", () -> failure = ask(), config::probeEvery);
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
        return EnumSet.of(ProcessRole.CONTROL, ProcessRole.BACKGROUND);
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public State state() {
        var reason = failure;
        return new State(
                false, reason == null, reason == null ? Map.of() : Map.of("reason", reason));
    }

    private @Nullable String ask() {
        try (var connection = source.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS) ? null : "PostgreSQL does not answer";
        } catch (SQLException | RuntimeException e) {
            return "PostgreSQL does not answer: " + e.getClass().getSimpleName();
        }
    }
}
