package io.quarry.api.data.search;

import io.quarry.api.data.DataCall;
import io.quarry.api.data.DataContract;
import java.util.List;

class SearchContractTest extends DataContract {
    @Override
    protected String root() {
        return SearchPath.ROOT;
    }

    @Override
    protected List<SearchCall> calls() {
        return List.of(SearchCall.values());
    }

    @Override
    protected boolean hasLimits(DataCall call) {
        return true;
    }
}
