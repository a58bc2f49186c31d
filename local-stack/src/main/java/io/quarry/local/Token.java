package io.quarry.local;

import io.quarry.local.demo.Tokens;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "token", description = "Prints an access token of a demo principal.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Token implements Callable<Integer> {
    @ParentCommand private Quarry quarry;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "PRINCIPAL",
            description =
                    "a demo person's name, or quarry-terraform; user: or client: before it may be there")
    private String principal;

    @Override
    public Integer call() throws IOException, InterruptedException {
        spec.commandLine().getOut().println(new Tokens(quarry.stack, quarry.secrets).of(principal));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
