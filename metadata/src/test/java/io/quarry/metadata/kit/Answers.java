package io.quarry.metadata.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What doors answer and what they refuse. */
public final class Answers {
    private static final int MANY_PAGES = 1_000;

    private Answers() {}

    public static ProblemException refusal(ThrowingCallable request) {
        ProblemException refusal = catchThrowableOfType(ProblemException.class, request);
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal;
    }

    /** The answer, or the {@link ProblemException} instead of it. */
    public static <T> Object answer(Supplier<T> request) {
        try {
            return request.get();
        } catch (ProblemException refusal) {
            return refusal;
        }
    }

    /** All items, page by page; in between something happens. */
    public static <T> List<T> walk(
            int limit, Function<PageRequest, Listing<T>> list, Runnable between) {
        List<T> all = new ArrayList<>();
        String token = null;
        for (int page = 0; page < MANY_PAGES; page++) {
            Listing<T> listing = list.apply(new PageRequest(limit, token));
            assertThat(listing.items()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(listing.items());
            token = listing.nextPageToken();
            if (token == null) {
                return all;
            }
            assertThat(listing.items()).as("a page before the last").hasSize(limit);
            between.run();
        }
        throw new AssertionError("a listing without end: " + all);
    }
}
