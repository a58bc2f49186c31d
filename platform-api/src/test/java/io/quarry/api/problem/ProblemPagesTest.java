package io.quarry.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "problems");

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void everyCodeHasAPageThatSaysTheSameAsTheCode(ProblemCode code) throws IOException {
        var page = Files.readString(PAGES.resolve(code.code() + ".md"));
        assertThat(page)
                .startsWith("# " + code.title() + "\n")
                .contains("`" + code.code() + "`")
                .contains("Status " + Statuses.of(code))
                .contains(code.retryable() ? "Retryable: yes" : "Retryable: no")
                .contains("## What happened", "## What to do");
    }

    @Test
    void noPageIsWithoutItsCode() throws IOException {
        var codes = Arrays.stream(ProblemCode.values()).map(ProblemCode::code).toList();
        try (var pages = Files.list(PAGES)) {
            assertThat(
                            pages.map(page -> page.getFileName().toString())
                                    .filter(name -> !name.equals("README.md")))
                    .allSatisfy(
                            name -> assertThat(codes).contains(name.replaceFirst("\\.md$", "")));
        }
    }
}
