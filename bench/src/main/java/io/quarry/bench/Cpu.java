package io.quarry.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says a process has used. */
final class Cpu {
    /** Linux reports in hundredths of a second to user space on every architecture. */
    private static final long MICROS_PER_TICK = 10_000;

    private Cpu() {}

    /** User and system time of all the process's threads, in microseconds. */
    static long micros(long pid) {
        var fields = afterName(pid);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    /** The same for this process's children that have ended. */
    static long childrenMicros() {
        var fields = afterName(ProcessHandle.current().pid());
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * MICROS_PER_TICK;
    }

    private static String[] afterName(long pid) {
        var stat = read(Path.of("/proc/" + pid + "/stat"));
        // the name in parentheses may itself hold blanks
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    }

    /** Resident memory, in MiB. */
    static long residentMiB(long pid) {
        return read(Path.of("/proc/" + pid + "/status"))
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> line.replaceAll("[^0-9]", ""))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(0)
                / 1024;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read: has the process ended?", e);
        }
    }
}
