package io.quarry.local;

import io.quarry.local.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "summary",
        hidden = true,
        description = "Counts the tests in reports; exit code 1 when one failed or none ran.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Summarise implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "REPORT",
            description = "files, or folders of files; those that do not exist are left out")
    private List<Path> reports;

    @Override
    public Integer call() throws IOException {
        Summary all = new Summary(0, 0, 0);
        for (Path report : reports) {
            if (Files.exists(report)) {
                all = all.plus(Summary.of(report));
            }
        }
        spec.commandLine().getOut().println(all);
        spec.commandLine().getOut().flush();
        return all.good() ? 0 : 1;
    }
}
