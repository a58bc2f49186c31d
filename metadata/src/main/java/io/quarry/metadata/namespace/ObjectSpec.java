package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Engine;
import java.time.Duration;
import java.util.List;

/**
 * What the object store does with an object namespace's objects by itself. All of it may change
 * while the namespace lives.
 *
 * @param abortUploadsAfter how long the parts of an upload that was never completed are kept; whole
 *     days, because stores look once a day, from P1D to P30D
 */
public record ObjectSpec(IsoDuration abortUploadsAfter) implements Particulars {
    public static final ObjectSpec DEFAULT = new ObjectSpec(IsoDuration.of(Duration.ofDays(7)));

    /** What S3 holds under one key. */
    public static final long MOST_OBJECT_BYTES = 5L << 40;

    private static final Duration LONGEST = Duration.ofDays(30);

    @Override
    public List<Engine> engines() {
        return List.of(Engine.S3);
    }

    @Override
    public void check(NamespaceSpec spec, List<Violation> found) {
        Duration abort = abortUploadsAfter.duration();
        if (!wholeDays(abort) || abort.compareTo(LONGEST) > 0) {
            found.add(
                    new Violation(
                            "object.abort_uploads_after",
                            "must be whole days, from P1D to P" + LONGEST.toDays() + "D"));
        }
        Particulars.nothingBut(spec, "is not for object, whose objects are whole", found);
        IsoDuration ttl = spec.ttl();
        if (ttl != null && !wholeDays(ttl.duration())) {
            found.add(new Violation("ttl", "must be whole days for object"));
        }
    }

    @Override
    public long mostItemBytes() {
        return MOST_OBJECT_BYTES;
    }

    private static boolean wholeDays(Duration duration) {
        return duration.toDays() >= 1 && duration.equals(Duration.ofDays(duration.toDays()));
    }
}
