package io.quarry.api.data.cache;

import io.quarry.api.data.DataCall;
import io.quarry.api.data.DataContract;
import java.util.List;

class CacheContractTest extends DataContract {
    @Override
    protected String root() {
        return CachePath.ROOT;
    }

    @Override
    protected List<CacheCall> calls() {
        return List.of(CacheCall.values());
    }

    @Override
    protected boolean hasLimits(DataCall call) {
        return true;
    }
}
