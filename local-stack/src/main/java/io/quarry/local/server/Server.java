package io.quarry.local.server;

import io.quarry.local.process.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One real server process. Every call may be repeated: it leaves the same as if made once. */
public interface Server {
    /** Under which people, logs and the process table know it. */
    String name();

    /** What runs, with its version. */
    String engine();

    /** Where it listens; the first is the one to show. */
    List<Integer> ports();

    /**
     * What must have succeeded before this one is prepared: names of servers, or of other parts of
     * {@code up}.
     */
    List<String> needs();

    /** Brings its artifacts into the cache; needs no other server. */
    void fetch() throws IOException, InterruptedException;

    /** Writes its folders and configuration; called when it is about to be launched. */
    void prepare() throws IOException, InterruptedException;

    Command command() throws IOException;

    /** Asks it one cheap question. Empty when it answers, else why not. */
    Optional<String> probe();

    /** Creates in the running server what all others expect to find: databases, roles, topics. */
    default void ensure() throws IOException, InterruptedException {}

    /**
     * What people may not expect of it after a start, for the line that is printed; mostly empty.
     */
    default String remark() {
        return "";
    }

    /** How long a start may take before it counts as failed. */
    default Duration patience() {
        return Duration.ofSeconds(60);
    }

    /** The signal that asks for an orderly end. */
    default String stopSignal() {
        return "TERM";
    }
}
