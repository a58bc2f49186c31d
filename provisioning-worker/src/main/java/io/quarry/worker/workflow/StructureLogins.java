package io.quarry.worker.workflow;

import io.quarry.stores.spi.StoreException;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The log-ins of the roles that may change structure, from the worker's credentials file. It is
 * read each time, so that a log-in that is added is found without a restart.
 */
@ApplicationScoped
public class StructureLogins {
    private final WorkerConfig config;

    StructureLogins(WorkerConfig config) {
        this.config = config;
    }

    /**
     * @param password never printed
     */
    public record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    /**
     * @throws StoreException.Rejected saying what the file lacks
     */
    public Login of(String credentialRef) {
        Properties credentials = read();
        String role = credentialRef + ".structure.";
        String username = credentials.getProperty(role + "username");
        String password = credentials.getProperty(role + "password");
        if (username == null || password == null) {
            throw new StoreException.Rejected(
                    "the worker's credentials file lacks "
                            + role
                            + "username or "
                            + role
                            + "password",
                    null);
        }
        return new Login(username, password);
    }

    private Properties read() {
        Path file =
                config.stores()
                        .credentialsFile()
                        .orElseThrow(
                                () ->
                                        new StoreException.Rejected(
                                                "quarry.worker.stores.credentials-file is not set",
                                                null));
        Properties credentials = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            credentials.load(in);
        } catch (IOException e) {
            throw new StoreException.Rejected("the worker's credentials file cannot be read", e);
        }
        return credentials;
    }
}
