package io.quarry.api.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditEvent;
import io.quarry.metadata.audit.AuditFilter;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Events as lines of JSON, a page of them at a time. A slow client holds back the next page, and no
 * connection to the database while it does; one that goes away ends its export.
 */
@Singleton
public class AuditExport {
    static final String NDJSON = "application/x-ndjson";
    static final MediaType LINES = new MediaType("application", "x-ndjson");

    private static final Logger LOG = Logger.getLogger(AuditExport.class);

    private final Audit audit;
    private final ObjectMapper json;
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<String, Integer> byPrincipal = new ConcurrentHashMap<>();

    AuditExport(Audit audit, ObjectMapper json, ControlConfig config, MeterRegistry meters) {
        this.audit = audit;
        this.json = json;
        this.most = config.exportsPerPrincipal();
        Gauge.builder("quarry.audit.exports", underWay, AtomicInteger::get)
                .description("exports of the audit log that are under way")
                .register(meters);
    }

    /**
     * Writes every event that the filter finds. What fails before the first line becomes a problem;
     * after it the REST layer breaks off the connection, since half of an export must not look like
     * all of it.
     *
     * @param principal whose export it is
     * @throws ProblemException TOO_MANY_IN_FLIGHT, before the first line, where as many of the
     *     principal's are under way as may be
     */
    void write(String principal, AuditFilter filter, OutputStream out) {
        begin(principal);
        underWay.incrementAndGet();
        try {
            audit.export(filter, events -> send(events, out));
        } catch (UncheckedIOException gone) {
            LOG.debugf("An export ended with its client: %s", gone.getMessage());
        } finally {
            underWay.decrementAndGet();
            byPrincipal.computeIfPresent(principal, (_, many) -> many == 1 ? null : many - 1);
        }
    }

    private void begin(String principal) {
        byPrincipal.compute(
                principal,
                (_, many) -> {
                    var used = many == null ? 0 : many;
                    if (used >= most) {
                        throw new ProblemException(
                                ProblemCode.TOO_MANY_IN_FLIGHT,
                                "You may have " + most + " exports of the audit log at a time.",
                                Map.of("limit", most, "used", used, "requested", 1));
                    }
                    return used + 1;
                });
    }

    private void send(List<AuditEvent> events, OutputStream out) {
        try {
            for (var event : events) {
                out.write(line(event));
                out.write('\n');
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No {@link IOException}: that would be taken for the client's going. */
    private byte[] line(AuditEvent event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event " + event.id() + " cannot be written", e);
        }
    }
}
