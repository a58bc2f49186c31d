package io.quarry.local.elasticsearch;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One Elasticsearch node, set up by the {@code elasticsearch.yml} in its home, until it is told to
 * end.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        LogConfigurator.configureESLogging();
        LogConfigurator.setNodeName(arguments[1]);
        Settings settings =
                Settings.builder()
                        .loadFromPath(home.resolve("elasticsearch.yml"))
                        .put(Environment.PATH_HOME_SETTING.getKey(), home.toString())
                        .build();
        Environment environment = new Environment(settings, home);
        PluginsLoader plugins =
                PluginsLoader.createPluginsLoader(
                        PluginsLoader.loadModulesBundles(environment.modulesDir(), false),
                        Set.of(),
                        Map.of(),
                        // Elasticsearch is on the class path here, not a module
                        false);
        Node node = new Node(environment, plugins);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "close"));
        node.start();
        // its own threads do not keep a program going
        new CountDownLatch(1).await();
    }

    private static void close(Node node) {
        try {
            node.prepareForClose();
            node.close();
        } catch (java.io.IOException e) {
            e.printStackTrace();
        }
    }
}
