package io.quarry.api.data;

import io.quarry.abstractions.paging.KeyRingFile;
import io.quarry.abstractions.paging.PageTokens;
import io.quarry.abstractions.token.Tokens;
import io.quarry.api.security.StateConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** What makes and checks the tokens of writes and of pages, one for all abstractions. */
@Singleton
public class DataTokens {
    private final Tokens writes;
    private final PageTokens pages;

    @Inject
    public DataTokens(StateConfig state, DataConfig config) {
        var clock = Clock.systemUTC();
        var file = config.pageKeysFile().orElse(state.dir().resolve("page-keys"));
        this.writes = Tokens.standard(clock);
        this.pages =
                new PageTokens(
                        KeyRingFile.openOrCreate(file, clock, new SecureRandom())::ring, clock);
    }

    public Tokens writes() {
        return writes;
    }

    public PageTokens pages() {
        return pages;
    }
}
