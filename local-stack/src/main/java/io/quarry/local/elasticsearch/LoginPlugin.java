package io.quarry.local.elasticsearch;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.elasticsearch.common.network.NetworkService;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.util.BigArrays;
import org.elasticsearch.common.util.PageCacheRecycler;
import org.elasticsearch.common.util.concurrent.ThreadContext;
import org.elasticsearch.http.HttpPreRequest;
import org.elasticsearch.http.HttpServerTransport;
import org.elasticsearch.indices.breaker.CircuitBreakerService;
import org.elasticsearch.rest.RestChannel;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.telemetry.TelemetryProvider;
import org.elasticsearch.threadpool.ThreadPool;
import org.elasticsearch.transport.netty4.Netty4Plugin;
import org.elasticsearch.xcontent.NamedXContentRegistry;

/**
 * HTTP that asks for a log-in, since Elasticsearch's own security is not published as a library.
 */
public final class LoginPlugin extends Netty4Plugin {
    private final Logins logins =
            new Logins(
                    System.getenv("QUARRY_STRUCTURE_PASSWORD"),
                    System.getenv("QUARRY_DATA_PASSWORD"));

    @Override
    public Map<String, Supplier<HttpServerTransport>> getHttpTransports(
            Settings settings,
            ThreadPool threadPool,
            BigArrays bigArrays,
            PageCacheRecycler pageCacheRecycler,
            CircuitBreakerService circuitBreakerService,
            NamedXContentRegistry xContentRegistry,
            NetworkService networkService,
            HttpServerTransport.Dispatcher dispatcher,
            BiConsumer<HttpPreRequest, ThreadContext> perRequestThreadContext,
            ClusterSettings clusterSettings,
            TelemetryProvider telemetryProvider) {
        return super.getHttpTransports(
                settings,
                threadPool,
                bigArrays,
                pageCacheRecycler,
                circuitBreakerService,
                xContentRegistry,
                networkService,
                new Door(dispatcher, logins),
                perRequestThreadContext,
                clusterSettings,
                telemetryProvider);
    }

    private record Door(HttpServerTransport.Dispatcher inner, Logins logins)
            implements HttpServerTransport.Dispatcher {

        @Override
        public void dispatchRequest(
                RestRequest request, RestChannel channel, ThreadContext threadContext) {
            switch (logins.judge(request.header("Authorization"), request.path())) {
                case GRANTED -> inner.dispatchRequest(request, channel, threadContext);
                case UNKNOWN -> {
                    RestResponse refusal = refusal(RestStatus.UNAUTHORIZED, "log in");
                    refusal.addHeader("WWW-Authenticate", "Basic realm=\"quarry\"");
                    channel.sendResponse(refusal);
                }
                case FORBIDDEN ->
                        channel.sendResponse(
                                refusal(RestStatus.FORBIDDEN, "quarry_data may not do this"));
            }
        }

        @Override
        public void dispatchBadRequest(
                RestChannel channel, ThreadContext threadContext, Throwable cause) {
            inner.dispatchBadRequest(channel, threadContext, cause);
        }

        /** In the shape of Elasticsearch's own. */
        private static RestResponse refusal(RestStatus status, String reason) {
            return new RestResponse(
                    status,
                    "application/json",
                    """
                    {"error":{"type":"security_exception","reason":"%s"},"status":%d}"""
                            .formatted(reason, status.getStatus()));
        }
    }
}
