package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.RelationalSpec;
import io.quarry.metadata.namespace.SearchSpec;
import io.quarry.metadata.namespace.Uid;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/** Whether stores hold namespaces as their specs say it now. */
@ApplicationScoped
class Stored {
    private final World world;
    private final EngineShards engines;

    Stored(World world, EngineShards engines) {
        this.world = world;
        this.engines = engines;
    }

    /** Of what can change there, what can be asked. */
    void assertAsSaid(Uid uid) {
        Namespace namespace = world.byUid(uid);
        switch (namespace.spec().abstraction()) {
            case SEARCH -> assertFields(uid, Objects.requireNonNull(namespace.spec().search()));
            case RELATIONAL -> assertThat(connections(namespace)).isEqualTo(limit(namespace));
            case KEY_VALUE, COUNTER, TIME_SERIES, CACHE, OBJECT, DATASET -> {}
        }
    }

    private void assertFields(Uid uid, SearchSpec search) {
        assertThat(engines.ask("/" + uid.value() + "/_mapping"))
                .contains(
                        search.fields().keySet().stream()
                                .map(field -> "\"" + field + "\":{\"type\":")
                                .toList());
    }

    private static int limit(Namespace namespace) {
        return Objects.requireNonNullElse(namespace.spec().relational(), RelationalSpec.DEFAULT)
                .maxConnections();
    }

    private int connections(Namespace namespace) {
        String ask = "SELECT datconnlimit FROM pg_database WHERE datname = ?";
        try (Connection structure = world.structure();
                PreparedStatement statement = structure.prepareStatement(ask)) {
            statement.setString(1, namespace.uid().value() + "_" + namespace.status().epoch());
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).as("database of %s", namespace).isTrue();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
