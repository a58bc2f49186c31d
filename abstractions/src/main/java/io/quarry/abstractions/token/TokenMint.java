package io.quarry.abstractions.token;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Mints tokens for writes that bring none. Generations rise strictly within one mint, whatever the
 * clock does, so two writes through one gateway keep their order. Thread safe, without a lock.
 */
public final class TokenMint {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private final Clock clock;
    private final LongSupplier nonces;
    private final AtomicLong last = new AtomicLong();

    /**
     * @param nonces random 64-bit numbers; two mints must not give the same sequence
     */
    public TokenMint(Clock clock, LongSupplier nonces) {
        this.clock = clock;
        this.nonces = nonces;
    }

    public Token mint() {
        long now = micros(clock.instant());
        return new Token(
                last.updateAndGet(before -> Math.max(now, before + 1)), nonces.getAsLong());
    }

    /** Microseconds since 1970. */
    static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND),
                instant.getNano() / NANOS_PER_MICRO);
    }
}
