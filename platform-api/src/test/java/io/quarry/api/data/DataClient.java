package io.quarry.api.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A caller of the data routes of one namespace, with one token or none. */
public record DataClient(URI server, String namespace, @Nullable String token) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An answer, read to its end. */
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public byte[] bytes() {
            return response.body();
        }

        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + text(), e);
            }
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The problem's code; empty where the answer is no problem. */
        public String problem() {
            return header("Content-Type").equals("application/problem+json")
                    ? json().path("code").asText()
                    : "";
        }
    }

    public DataClient in(String otherNamespace) {
        return new DataClient(server, otherNamespace, token);
    }

    public DataClient as(@Nullable String otherToken) {
        return new DataClient(server, namespace, otherToken);
    }

    public static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public static String item(String id, String key) {
        return "/" + encode(id) + "/items/" + encode(key);
    }

    /** Gets a path from the root on. */
    public Answer at(String path) {
        return exchange("GET", server + path, null);
    }

    /**
     * @param path below the namespace's records, as it goes over the wire
     * @param headers names and values in turn
     */
    public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
        return exchange(
                method, server + "/data/v1/kv/" + namespace + "/records" + path, body, headers);
    }

    /**
     * @param address the whole of it, as it goes over the wire
     * @param headers names and values in turn
     */
    public Answer exchange(
            String method, String address, byte @Nullable [] body, String... headers) {
        var request =
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(70))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    public Answer put(String path, String body, String... headers) {
        return send("PUT", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public Answer json(String method, String path, String body, String... headers) {
        var all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send(method, path, body.getBytes(StandardCharsets.UTF_8), all);
    }
}
