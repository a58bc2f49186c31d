package io.quarry.metadata.capacity;

import io.quarry.metadata.shard.Capacity;
import java.util.Locale;

/** Numbers as the ledger has them, and as people read them. */
final class Units {
    static final double MIB = 1 << 20;
    static final double GIB = 1 << 30;

    /** What sums of a few doubles may be off by, in proportion. */
    private static final double NOISE = 1e-15;

    private static final String[] BYTES = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Units() {}

    /** Rounded up, since a demand that is rounded down is not met. */
    static long whole(double value) {
        return (long) Math.min(Math.ceil(value * (1 - NOISE)), Capacity.MOST);
    }

    static String bytes(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1_024 && unit < BYTES.length - 1) {
            value /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, BYTES[unit]);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    static String cores(double cores) {
        return String.format(Locale.ROOT, "%.3f", cores);
    }

    static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
