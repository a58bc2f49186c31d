package io.quarry.bench;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The namespace's table as the gateway reads and writes it, with the same two statements and the
 * same session options, and nothing around them. What it writes is what the gateway wrote there:
 * the two cells of an existing item.
 */
final class Table implements AutoCloseable {
    /** In front of a value stands a mark of so many bytes. */
    private static final int MARK = 12;

    private static final ByteBuffer KEY = ByteBuffer.wrap("v".getBytes(StandardCharsets.UTF_8));
    private static final int WITHOUT_END = 0;

    private final CqlSession session;
    private final PreparedStatement read;
    private final PreparedStatement write;
    private final ByteBuffer head;
    private final ByteBuffer value;

    Table(Settings settings) {
        this.session =
                CqlSession.builder()
                        .withConfigLoader(options())
                        .addContactPoint(
                                new InetSocketAddress("127.0.0.1", settings.cassandraPort()))
                        .withLocalDatacenter("datacenter1")
                        .withAuthCredentials(settings.username(), settings.password())
                        .build();
        var table = "quarry." + settings.table();
        this.read =
                session.prepare(
                        "SELECT key, head, value FROM " + table + " WHERE id = ? AND key = ?");
        this.write =
                session.prepare(
                        "INSERT INTO "
                                + table
                                + " (id, key, head, value) VALUES (?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?");
        var template = session.execute(read.bind(id(0), KEY.duplicate())).one();
        if (template == null) {
            throw new IllegalStateException("the gateway has not written record 0");
        }
        this.head = bytes(template.getByteBuffer("head"));
        this.value = bytes(template.getByteBuffer("value"));
    }

    private static ByteBuffer bytes(@Nullable ByteBuffer cell) {
        if (cell == null) {
            throw new IllegalStateException("an item without its cells");
        }
        return cell;
    }

    private static DriverConfigLoader options() {
        return DriverConfigLoader.programmaticBuilder()
                .withString(
                        DefaultDriverOption.REQUEST_CONSISTENCY,
                        ConsistencyLevel.LOCAL_QUORUM.name())
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(60))
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, 1)
                .withInt(DefaultDriverOption.NETTY_IO_SIZE, 2)
                .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withBoolean(DefaultDriverOption.METADATA_TOKEN_MAP_ENABLED, false)
                .withString(
                        DefaultDriverOption.TIMESTAMP_GENERATOR_CLASS,
                        "ServerSideTimestampGenerator")
                .build();
    }

    static String name(int record) {
        return "r%06d".formatted(record);
    }

    private static ByteBuffer id(int record) {
        return ByteBuffer.wrap(name(record).getBytes(StandardCharsets.US_ASCII));
    }

    CompletionStage<AsyncResultSet> read(ByteBuffer id) {
        return session.executeAsync(read.bind(id, KEY.duplicate()));
    }

    CompletionStage<AsyncResultSet> read(int record) {
        return read(id(record));
    }

    /** The value of a row that was read. */
    static ByteBuffer value(AsyncResultSet rows) {
        var row = rows.one();
        if (row == null) {
            throw new IllegalStateException("no such record");
        }
        var cell = bytes(row.getByteBuffer("value"));
        return cell.slice(cell.position() + MARK, cell.remaining() - MARK);
    }

    CompletionStage<AsyncResultSet> write(ByteBuffer id) {
        var now = Instant.now();
        return session.executeAsync(
                write.bind(
                        id,
                        KEY.duplicate(),
                        head.duplicate(),
                        value.duplicate(),
                        now.getEpochSecond() * 1_000_000 + now.getNano() / 1000,
                        WITHOUT_END));
    }

    CompletionStage<AsyncResultSet> write(int record) {
        return write(id(record));
    }

    @Override
    public void close() {
        session.close();
    }
}
