package io.quarry.local.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarry.local.StackException;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Port;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The demo tenants and who may do what in them, over REST as any admin would. PUTs only, so that
 * repeating it changes nothing.
 */
public final class Demo {
    /** Everyone in the local realm. */
    public static final List<String> PEOPLE =
            List.of(
                    "platform-admin",
                    "platform-operator",
                    "demo-admin",
                    "demo-developer",
                    "demo-viewer",
                    "other-developer");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Member(String scope, String principal, String role) {}

    private static final List<Member> MEMBERS =
            List.of(
                    new Member("tenants/demo", "user:demo-admin", "tenant-admin"),
                    new Member("tenants/demo", "user:demo-developer", "tenant-developer"),
                    new Member("tenants/demo", "user:demo-viewer", "tenant-viewer"),
                    new Member("tenants/demo", "client:quarry-terraform", "tenant-admin"),
                    new Member("tenants/other", "user:other-developer", "tenant-developer"),
                    new Member("platform", "user:platform-operator", "platform-operator"));

    private final Stack stack;
    private final Secrets secrets;

    public Demo(Stack stack, Secrets secrets) {
        this.stack = stack;
        this.secrets = secrets;
    }

    /** Leaves tenants {@code demo} and {@code other} with their members. */
    public String ensure() throws IOException, InterruptedException {
        String token = new Tokens(stack, secrets).of("platform-admin");
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            put(client, token, "tenants/demo", Map.of("description", "a tenant to try things in"));
            put(
                    client,
                    token,
                    "tenants/other",
                    Map.of("description", "another tenant, which must see nothing of demo"));
            for (Member member : MEMBERS) {
                put(
                        client,
                        token,
                        member.scope() + "/members/" + member.principal(),
                        Map.of("role", member.role()));
            }
        }
        return "tenants demo and other with " + MEMBERS.size() + " members";
    }

    private void put(HttpClient client, String token, String path, Map<String, String> body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(Environment.url(stack, Port.API) + "/api/v1/" + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .PUT(
                                HttpRequest.BodyPublishers.ofString(
                                        JsonMapper.builder().build().writeValueAsString(body)))
                        .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        // platform-api serves before Keycloak does, and asks it for its keys every few seconds
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (answer.statusCode() == 503 && System.nanoTime() < deadline) {
            Thread.sleep(200);
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        }
        if (answer.statusCode() / 100 != 2) {
            throw new StackException(
                    "PUT " + path + " answers " + answer.statusCode() + ": " + answer.body());
        }
    }
}
