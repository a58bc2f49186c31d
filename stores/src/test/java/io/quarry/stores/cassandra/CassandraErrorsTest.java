package io.quarry.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.CASWriteUnknownException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteType;
import io.quarry.stores.spi.StoreException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** What Cassandra says of lightweight transactions, in the words of stores. */
class CassandraErrorsTest {
    /** Of which nothing but the name is asked. */
    private static final Node NODE =
            (Node)
                    Proxy.newProxyInstance(
                            Node.class.getClassLoader(),
                            new Class<?>[] {Node.class},
                            (_, _, _) -> "a node");

    @Test
    void a_transaction_that_may_still_be_carried_out_has_timed_out() {
        assertThat(
                        CassandraErrors.translate(
                                new WriteTimeoutException(
                                        NODE, ConsistencyLevel.LOCAL_SERIAL, 1, 2, WriteType.CAS),
                                null))
                .isInstanceOf(StoreException.TimedOut.class);
        assertThat(
                        CassandraErrors.translate(
                                new CASWriteUnknownException(
                                        NODE, ConsistencyLevel.LOCAL_SERIAL, 1, 2),
                                null))
                .isInstanceOf(StoreException.TimedOut.class);
    }

    @Test
    void one_that_was_not_begun_finds_the_store_away() {
        assertThat(
                        CassandraErrors.translate(
                                new UnavailableException(NODE, ConsistencyLevel.LOCAL_SERIAL, 2, 1),
                                null))
                .isInstanceOf(StoreException.Unavailable.class);
    }
}
