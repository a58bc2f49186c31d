package io.quarry.api.data;

import io.quarry.stores.spi.StoreException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The gateways' log-ins to shards. Read anew for each session, so that a rotated password needs no
 * restart.
 */
@Singleton
class CredentialsFile {
    private final Path file;

    @Inject
    CredentialsFile(DataConfig config) {
        this.file = config.credentialsFile();
    }

    /** A log-in; it never prints its password. */
    record LogIn(String username, String password) {
        @Override
        public String toString() {
            return "LogIn[" + username + "]";
        }
    }

    /**
     * The log-in for data, which cannot change the structure of a store.
     *
     * @throws StoreException when the file has none under this reference
     */
    LogIn data(String credentialRef) {
        var properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new StoreException.Unavailable("the credentials file cannot be read", e);
        }
        var username = properties.getProperty(credentialRef + ".data.username");
        var password = properties.getProperty(credentialRef + ".data.password");
        return new LogIn(required(username, credentialRef), required(password, credentialRef));
    }

    private static String required(@Nullable String value, String credentialRef) {
        if (value == null) {
            throw new StoreException.Unavailable(
                    "the credentials file has no log-in for data under " + credentialRef, null);
        }
        return value;
    }
}
