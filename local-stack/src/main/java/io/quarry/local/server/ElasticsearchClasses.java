package io.quarry.local.server;

import io.quarry.local.StackException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The classes of this program that run inside Elasticsearch: copied out of its jar, so that a build
 * of the program that leaves them alone does not restart the server.
 */
final class ElasticsearchClasses {
    private static final String PACKAGE = "io/quarry/local/elasticsearch/";
    private static final String MAIN = PACKAGE + "Main.class";

    private ElasticsearchClasses() {}

    /**
     * The main class goes to where the class path looks, the plugin's into a jar in its own folder:
     * Elasticsearch refuses a plugin that the class path has too.
     */
    static void copy(Path classes, Path plugin) throws IOException {
        try (ZipFile from = jar();
                JarOutputStream to =
                        new JarOutputStream(
                                Files.newOutputStream(plugin.resolve("quarry-login.jar")))) {
            for (ZipEntry entry : entries(from)) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                if (entry.getName().equals(MAIN)) {
                    Path main = classes.resolve(MAIN);
                    Files.createDirectories(Objects.requireNonNull(main.getParent()));
                    Files.write(main, bytes);
                } else {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    to.write(bytes);
                }
            }
        }
    }

    /** Another one for other bytes. */
    static String version() throws IOException {
        try (ZipFile jar = jar()) {
            int hash =
                    entries(jar).stream()
                            .map(entry -> List.of(entry.getName(), entry.getCrc()))
                            .toList()
                            .hashCode();
            return Integer.toHexString(hash);
        }
    }

    private static List<? extends ZipEntry> entries(ZipFile jar) {
        return jar.stream()
                .filter(entry -> entry.getName().startsWith(PACKAGE) && !entry.isDirectory())
                .toList();
    }

    private static ZipFile jar() throws IOException {
        try {
            var here = ElasticsearchClasses.class.getProtectionDomain().getCodeSource();
            return new ZipFile(Path.of(here.getLocation().toURI()).toFile());
        } catch (URISyntaxException e) {
            throw new StackException("cannot find this program's own jar: " + e.getMessage(), e);
        }
    }
}
