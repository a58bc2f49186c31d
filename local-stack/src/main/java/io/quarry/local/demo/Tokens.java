package io.quarry.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarry.local.StackException;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Secret;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Access tokens of the local realm, whose people's passwords are their names. */
public final class Tokens {
    private final Stack stack;
    private final Secrets secrets;

    public Tokens(Stack stack, Secrets secrets) {
        this.stack = stack;
        this.secrets = secrets;
    }

    /** By the password grant for people, by client credentials for {@code quarry-terraform}. */
    public String of(String principal) throws IOException, InterruptedException {
        String name = principal.replaceFirst("^(user|client):", "");
        Map<String, String> form = new LinkedHashMap<>();
        if (name.equals("quarry-terraform")) {
            form.put("grant_type", "client_credentials");
            form.put("client_id", name);
            form.put("client_secret", secrets.get(Secret.TERRAFORM_CLIENT));
        } else {
            form.put("grant_type", "password");
            form.put("client_id", "quarry-local");
            form.put("username", name);
            form.put("password", name);
        }
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        Environment.issuer(stack)
                                                + "/protocol/openid-connect/token"))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(encode(form)))
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode json = JsonMapper.builder().build().readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new StackException(
                        "Keycloak gives no token for '"
                                + principal
                                + "': "
                                + json.path("error_description").asText(answer.body()));
            }
            return json.path("access_token").asText();
        } catch (java.net.ConnectException e) {
            throw new StackException(
                    "Keycloak does not run on port of "
                            + Environment.issuer(stack)
                            + "; ./quarry up",
                    e);
        }
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(
                        entry ->
                                entry.getKey()
                                        + "="
                                        + URLEncoder.encode(
                                                entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
