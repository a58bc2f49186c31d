package io.quarry.api.routes;

import io.quarry.api.security.StateConfig;
import io.quarry.api.security.StateFile;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * This process among the registered ones. It is kept in a file, so that a restart is the same
 * instance and not one that is missed.
 */
@Singleton
public class InstanceId {
    private final String id;

    @Inject
    InstanceId(StateConfig state) {
        this.id = readOrMake(new StateFile(state.dir().resolve("instance-id")));
    }

    private static String readOrMake(StateFile file) {
        try {
            var kept = file.read();
            if (kept.isPresent() && kept.get().length > 0) {
                return new String(kept.get(), StandardCharsets.UTF_8).strip();
            }
            var fresh = "gateway-" + UUID.randomUUID();
            file.write(fresh.getBytes(StandardCharsets.UTF_8));
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException("the instance id cannot be kept", e);
        }
    }

    public String id() {
        return id;
    }

    String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
