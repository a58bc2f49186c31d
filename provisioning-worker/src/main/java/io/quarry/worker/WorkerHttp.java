package io.quarry.worker;

import io.quarry.stores.http.HttpNodes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** One HTTP client for all shards that speak HTTP. */
@ApplicationScoped
class WorkerHttp {
    @Produces
    @Singleton
    HttpNodes nodes() {
        return new HttpNodes();
    }

    void close(@Disposes HttpNodes nodes) {
        nodes.close();
    }
}
