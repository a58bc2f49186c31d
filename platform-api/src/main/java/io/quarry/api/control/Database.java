package io.quarry.api.control;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarry.api.health.Part;
import io.quarry.api.role.ProcessRole;
import io.quarry.api.role.Roles;
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
    private final ControlConfig config;
    private final Roles process;
    private volatile @Nullable String failure = "not asked yet";
    private @Nullable Thread prober;

    Database(DataSource source, ControlConfig config, Roles process) {
        this.process = process;
        this.source = source;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        if (!process.hasAnyOf(roles())) {
            return;
        }
        prober = Thread.ofVirtual().name("database-probe").start(this::keepAsking);
    }

    void stop(@Observes ShutdownEvent stopping) {
        var running = prober;
        if (running != null) {
            running.interrupt();
        }
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

    private void keepAsking() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                failure = ask();
                Thread.sleep(config.probeEvery());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable String ask() {
        try (var connection = source.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS) ? null : "PostgreSQL does not answer";
        } catch (SQLException | RuntimeException e) {
            return "PostgreSQL does not answer: " + e.getClass().getSimpleName();
        }
    }
}
