package io.quarry.local.process;

import java.time.Instant;

/**
 * A process that we started.
 *
 * @param name the server's name
 * @param pid its process
 * @param start the start that tells it from a later process of the same pid
 * @param fingerprint of command, environment and version: another one means that it must be started
 *     anew
 * @param since when it was started, ISO-8601
 */
public record ProcessEntry(String name, long pid, String start, String fingerprint, String since) {

    static ProcessEntry of(String name, Identity identity, String fingerprint, Instant since) {
        return new ProcessEntry(
                name, identity.pid(), identity.start(), fingerprint, since.toString());
    }

    public Identity identity() {
        return new Identity(pid, start);
    }

    public boolean lives() {
        return identity().lives();
    }
}
