package io.quarry.metadata.instance;

import io.quarry.metadata.route.Revision;
import java.time.Instant;

/**
 * A registered data-plane process.
 *
 * @param lastSeen by PostgreSQL's clock
 * @param applied it has applied every route record up to this revision
 */
public record Instance(
        String id, String host, Instant registeredAt, Instant lastSeen, Revision applied) {}
