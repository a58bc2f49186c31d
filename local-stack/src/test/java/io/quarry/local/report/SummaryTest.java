package io.quarry.local.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
    @TempDir Path folder;

    @Test
    void countsReportsOfAllKinds() throws IOException {
        Files.writeString(
                folder.resolve("TEST-a.xml"),
                """
                <testsuite tests="4">
                  <testcase name="a"/><testcase name="b"><failure message="no">at</failure></testcase>
                  <testcase name="c"><skipped/></testcase><testcase name="d"><error/><system-out>x</system-out></testcase>
                </testsuite>""");
        Files.writeString(
                folder.resolve("go.json"),
                """
                # a line of the compiler
                {"Action":"run","Package":"p","Test":"A"}
                {"Action":"pass","Package":"p","Test":"A"}
                {"Action":"fail","Package":"p","Test":"B"}
                {"Action":"skip","Package":"p","Test":"C"}
                {"Action":"fail","Package":"p"}
                """);
        Files.writeString(folder.resolve("a.txt"), "no report");
        Summary summary = Summary.of(folder);
        assertThat(summary)
                .isEqualTo(new Summary(2, 3, 2))
                .hasToString("2 passed, 3 failed, 2 skipped");
        assertThat(summary.good()).isFalse();
    }

    @Test
    void nothingRanIsNotGood() throws IOException {
        assertThat(Summary.of(folder).good()).isFalse();
        assertThat(new Summary(1, 0, 3).good()).isTrue();
    }
}
