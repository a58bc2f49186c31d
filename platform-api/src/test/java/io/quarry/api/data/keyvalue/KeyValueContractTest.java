package io.quarry.api.data.keyvalue;

import io.quarry.api.data.DataCall;
import io.quarry.api.data.DataContract;
import java.util.List;

class KeyValueContractTest extends DataContract {
    @Override
    protected String root() {
        return KeyValuePath.ROOT;
    }

    @Override
    protected List<KeyValueCall> calls() {
        return List.of(KeyValueCall.values());
    }

    @Override
    protected boolean hasLimits(DataCall call) {
        return call != KeyValueCall.SCAN_RECORDS;
    }
}
