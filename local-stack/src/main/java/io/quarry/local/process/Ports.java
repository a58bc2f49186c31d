package io.quarry.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Ports of this machine, and which process listens on them. */
public final class Ports {
    private static final String LISTEN = "0A";

    private Ports() {}

    /** A process that listens on a port; without a pid where this user may not see whose it is. */
    public record Holder(Optional<Long> pid, String name) {
        @Override
        public String toString() {
            return pid.map(number -> name + " (pid " + number + ")").orElse(name);
        }
    }

    /** Empty when the port of the loopback address can be listened on. */
    public static Optional<Holder> holder(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    find(port).orElse(new Holder(Optional.empty(), "a process of another user")));
        }
    }

    private static Optional<Holder> find(int port) {
        return List.of("/proc/net/tcp", "/proc/net/tcp6").stream()
                .flatMap(table -> inode(Path.of(table), port).stream())
                .flatMap(inode -> owner(inode).stream())
                .findFirst();
    }

    private static Optional<String> inode(Path table, int port) {
        String suffix = ":" + String.format(Locale.ROOT, "%04X", port);
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(
                            fields ->
                                    fields.length > 9
                                            && fields[1].endsWith(suffix)
                                            && fields[3].equals(LISTEN))
                    .map(fields -> fields[9])
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Holder> owner(String inode) {
        return ProcessHandle.allProcesses()
                .filter(process -> holds(process.pid(), "socket:[" + inode + "]"))
                .map(process -> new Holder(Optional.of(process.pid()), name(process.pid())))
                .findFirst();
    }

    private static boolean holds(long pid, String socket) {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().equals(socket)) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return false; // not ours to see, or gone meanwhile
        }
        return false;
    }

    private static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).trim();
        } catch (IOException e) {
            return "a process that ended meanwhile";
        }
    }
}
