package io.quarry.stores.memory;

import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.Version;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.DocumentWrite;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The documents and remembered deletions of one namespace. The whole rule of who wins is here: the
 * higher generation, at equal ones a delete, of two puts the higher nonce.
 */
final class MemoryIndex {
    private static final Comparator<DocumentWrite> ORDER =
            Comparator.<DocumentWrite>comparingLong(write -> write.version().generation())
                    .thenComparing(write -> write instanceof DocumentWrite.Delete)
                    .thenComparing(DocumentWrite::version);

    private final Map<String, Held> documents = new TreeMap<>();

    private record Held(DocumentWrite write, Instant arrived) {}

    synchronized void write(DocumentWrite write, Instant now) {
        documents.merge(
                write.id(),
                new Held(write, now),
                (old, fresh) -> ORDER.compare(fresh.write(), old.write()) > 0 ? fresh : old);
    }

    synchronized @Nullable Document get(String id, Instant now) {
        Held held = documents.get(id);
        return held != null
                        && held.write() instanceof DocumentWrite.Put(Document document)
                        && !document.expired(now)
                ? document
                : null;
    }

    /** What may be found at {@code now}, as it is at this moment. */
    synchronized List<Document> live(Instant now) {
        return documents.values().stream()
                .map(Held::write)
                .filter(DocumentWrite.Put.class::isInstance)
                .map(write -> ((DocumentWrite.Put) write).document())
                .filter(document -> !document.expired(now))
                .toList();
    }

    synchronized int sweep(int most, Instant now) {
        List<Map.Entry<String, Held>> over =
                documents.entrySet().stream()
                        .filter(entry -> isOver(entry.getValue(), now))
                        .limit(most)
                        .toList();
        over.forEach(entry -> documents.remove(entry.getKey()));
        return over.size();
    }

    private static boolean isOver(Held held, Instant now) {
        Version version = held.write().version();
        Instant written = Instant.EPOCH.plus(version.generation(), ChronoUnit.MICROS);
        Instant last = written.isAfter(held.arrived()) ? written : held.arrived();
        boolean forgotten = !now.isBefore(last.plus(Layout.DELETIONS_REMEMBERED));
        return forgotten
                && switch (held.write()) {
                    case DocumentWrite.Delete _ -> true;
                    case DocumentWrite.Put(Document document) -> document.expired(now);
                };
    }
}
