package io.quarry.api.routes;

import io.quarry.api.security.StateConfig;
import io.quarry.api.security.StateFile;
import io.quarry.metadata.route.RouteRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/** The routes of the last run, a line each, so that a start needs neither Kafka nor PostgreSQL. */
@Singleton
class RouteFile {
    private static final Logger LOG = Logger.getLogger(RouteFile.class);
    private static final String HEADER = "quarry-routes 1";

    private final StateFile file;
    private final RouteCodec codec;

    @Inject
    RouteFile(StateConfig state, RouteCodec codec) {
        this(new StateFile(state.dir().resolve("routes")), codec);
    }

    RouteFile(StateFile file, RouteCodec codec) {
        this.file = file;
        this.codec = codec;
    }

    /**
     * Empty when there is no file, or none that this version can read; the other sources then fill
     * the table.
     */
    Collection<RouteRecord> load() {
        try {
            var content = file.read();
            return content.isEmpty()
                    ? List.of()
                    : parse(new String(content.get(), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("The saved routes cannot be read and are left aside: %s", e.getMessage());
            return List.of();
        }
    }

    private Collection<RouteRecord> parse(String text) {
        var lines = text.split("\n");
        if (!lines[0].equals(HEADER + " " + (lines.length - 1))) {
            throw new IllegalArgumentException("the file begins with '" + lines[0] + "'");
        }
        var records = new ArrayList<RouteRecord>(lines.length);
        for (var i = 1; i < lines.length; i++) {
            var tab = lines[i].indexOf('\t');
            records.add(codec.decode(lines[i].substring(0, tab), lines[i].substring(tab + 1)));
        }
        return records;
    }

    void save(Collection<RouteRecord> records) throws IOException {
        var text = new StringBuilder(HEADER).append(' ').append(records.size());
        for (var record : records) {
            text.append('\n').append(record.key()).append('\t').append(codec.encode(record));
        }
        file.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
