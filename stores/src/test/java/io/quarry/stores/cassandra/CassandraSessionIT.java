package io.quarry.stores.cassandra;

import static io.quarry.stores.contract.Samples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.quarry.stores.contract.Samples;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a session opens, does not open, and goes. */
class CassandraSessionIT {
    private static final SimpleStatement ASK =
            SimpleStatement.newInstance("SELECT key FROM system.local");
    private final NamespaceRef namespace = Samples.namespace();

    @Test
    void a_wrong_password_is_a_refusal_and_no_outage() {
        CassandraConfig right = TestShard.dataConfig(TestShard.endpoint());
        CassandraConfig wrong =
                CassandraConfig.of(
                        right.contactPoints(),
                        right.datacenter(),
                        right.keyspace(),
                        right.username(),
                        right.password() + "x");
        try (CassandraSession session = new CassandraSession(wrong)) {
            assertThatThrownBy(() -> session.execute(ASK, namespace, soon()))
                    .isInstanceOf(StoreException.Rejected.class);
            assertThat(session.connected()).isFalse();
        }
    }

    @Test
    void a_cluster_that_was_away_at_the_first_call_is_found_later() throws Exception {
        InetSocketAddress away = nobody();
        try (CassandraSession session = new CassandraSession(TestShard.dataConfig(away))) {
            assertThatThrownBy(() -> session.execute(ASK, namespace, soon()))
                    .isInstanceOf(StoreException.Unavailable.class);
            try (CountingProxy _ = new CountingProxy(TestShard.endpoint(), away.getPort())) {
                Deadline patience = soon();
                while (!session.connected() && !patience.expired()) {
                    try {
                        var _ = session.execute(ASK, namespace, soon());
                    } catch (StoreException.Unavailable e) {
                        assertThat(e.retryable()).isTrue();
                    }
                }
                assertThat(session.connected()).isTrue();
            }
        }
    }

    @Test
    void a_session_that_never_opened_leaves_nothing_when_it_is_closed() throws Exception {
        InetSocketAddress away = nobody();
        String name = away.getHostString() + ":" + away.getPort();
        CassandraSession session = new CassandraSession(TestShard.dataConfig(away));
        assertThatThrownBy(
                        () ->
                                session.execute(
                                        ASK, namespace, Deadline.after(Duration.ofMillis(200))))
                .isInstanceOf(StoreException.class);
        session.close();
        Deadline patience = soon();
        while (threads(name) > 0 && !patience.expired()) {
            Thread.onSpinWait();
        }
        assertThat(threads(name)).isZero();
        assertThatThrownBy(() -> session.execute(ASK, namespace, soon()))
                .isInstanceOf(StoreException.Unavailable.class);
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(name))
                .count();
    }

    private static InetSocketAddress nobody() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }
}
