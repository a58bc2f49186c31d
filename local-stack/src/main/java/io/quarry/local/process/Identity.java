package io.quarry.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What makes a pid one process and no other: the boot it runs in and the clock tick it started at,
 * counted from that boot. Linux reuses pids, but never within one tick. (A start time as a date
 * would move whenever the machine's clock is set.)
 */
public record Identity(long pid, String start) {

    /** Empty when no such process lives; a zombie does not live. */
    public static Optional<Identity> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the command's name, in parentheses, may hold spaces and parentheses of its own
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean dead = fields[0].equals("Z") || fields[0].equals("X");
            return dead
                    ? Optional.empty()
                    : Optional.of(new Identity(pid, boot() + ":" + fields[19]));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** True while the process that this was made of still runs. */
    public boolean lives() {
        return of(pid).filter(this::equals).isPresent();
    }

    private static String boot() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
    }
}
