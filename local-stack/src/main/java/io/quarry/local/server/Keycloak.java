package io.quarry.local.server;

import io.quarry.local.artifact.Artifacts;
import io.quarry.local.process.Command;
import io.quarry.local.process.Tool;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Port;
import io.quarry.local.stack.Secret;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keycloak with the realm {@code quarry}, which keeps its data in our PostgreSQL. It is optimised
 * once, in the cache.
 */
final class Keycloak implements Server {
    static final String NAME = "keycloak";
    private static final String VERSION = "26.7.3";
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Stack stack;
    private final Secrets secrets;
    private final Artifacts artifacts;
    private final Path data;

    Keycloak(Stack stack, Secrets secrets, Artifacts artifacts) {
        this.stack = stack;
        this.secrets = secrets;
        this.artifacts = artifacts;
        this.data = stack.data(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String engine() {
        return "Keycloak " + VERSION;
    }

    @Override
    public List<Integer> ports() {
        return List.of(stack.port(Port.KEYCLOAK));
    }

    @Override
    public List<String> needs() {
        return List.of(Postgresql.NAME);
    }

    private Path distribution() {
        return stack.cache().resolve("keycloak-" + VERSION);
    }

    @Override
    public void fetch() throws IOException, InterruptedException {
        artifacts.unpacked(
                distribution(),
                "org.keycloak:keycloak-quarkus-dist:" + VERSION + ":zip",
                folder -> {
                    Map<String, String> environment =
                            Map.of(
                                    "JAVA_HOME",
                                    System.getProperty("java.home"),
                                    "JAVA_OPTS",
                                    "-Xmx512m " + String.join(" ", JVM));
                    List<String> build =
                            List.of(
                                    "sh",
                                    folder.resolve("bin/kc.sh").toString(),
                                    "build",
                                    "--db=postgres",
                                    "--health-enabled=false");
                    Tool.run(new Command(build, environment, folder), "");
                });
    }

    /**
     * A home of links into the distribution: each stack has its own realm file and temporary files,
     * and none is copied.
     */
    @Override
    public void prepare() throws IOException, InterruptedException {
        schema().restore();
        Files.createDirectories(data.resolve("data/import"));
        for (String part : List.of("bin", "conf", "lib", "providers", "themes")) {
            Path link = data.resolve(part);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, distribution().resolve(part));
        }
        Path realm = data.resolve("data/import/quarry-realm.json");
        Map<String, String> marks =
                Map.of(
                        "portal", Environment.url(stack, Port.API),
                        "portal-localhost", "http://localhost:" + stack.port(Port.API),
                        "portal-secret", secrets.get(Secret.PORTAL_CLIENT),
                        "api-secret", secrets.get(Secret.API_CLIENT),
                        "terraform-secret", secrets.get(Secret.TERRAFORM_CLIENT));
        Machine.secretFile(realm, Machine.template("quarry-realm.json", marks));
    }

    @Override
    public Command command() {
        List<String> command =
                new java.util.ArrayList<>(List.of(Machine.java(), "-Xms64m", "-Xmx320m"));
        command.addAll(JVM);
        command.addAll(
                List.of(
                        "-XX:MaxMetaspaceSize=256m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                        "--add-opens=java.base/java.security=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                        "-Dkc.home.dir=" + data,
                        "-Djboss.server.config.dir=" + data.resolve("conf"),
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-Dpicocli.disable.closures=true",
                        "-Dquarkus-log-max-startup-records=10000",
                        "-Djava.net.preferIPv4Stack=true",
                        "-cp",
                        data.resolve("lib/quarkus-run.jar").toString(),
                        "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                        "start",
                        "--optimized",
                        "--import-realm",
                        "--cache=local",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + stack.port(Port.KEYCLOAK),
                        "--hostname=" + Environment.url(stack, Port.KEYCLOAK),
                        "--db-url=jdbc:postgresql://"
                                + Environment.address(stack, Port.POSTGRESQL)
                                + "/keycloak",
                        "--db-username=keycloak",
                        "--db-pool-initial-size=2",
                        "--db-pool-max-size=20"));
        Map<String, String> environment =
                Map.of(
                        "KC_DB_PASSWORD", secrets.get(Secret.DB_KEYCLOAK),
                        "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", secrets.get(Secret.KEYCLOAK_ADMIN));
        return new Command(command, environment, data, VERSION);
    }

    @Override
    public Optional<String> probe() {
        return Probes.http(Environment.issuer(stack) + "/.well-known/openid-configuration");
    }

    @Override
    public void ensure() throws IOException, InterruptedException {
        schema().keep();
    }

    private KeycloakSchema schema() {
        return new KeycloakSchema(
                distribution().resolve("quarry-schema.sql"),
                new PostgresqlClient(
                        stack.data(Postgresql.NAME),
                        stack.port(Port.POSTGRESQL),
                        NAME,
                        secrets.get(Secret.DB_KEYCLOAK),
                        NAME));
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(120);
    }
}
