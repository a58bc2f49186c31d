package io.quarry.local;

import io.quarry.local.stack.Environment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "env", description = "Prints export lines for a shell: eval \"$(./quarry env)\"")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class Env implements Callable<Integer> {
    @ParentCommand private Quarry quarry;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .print(Environment.exports(Environment.of(quarry.stack, quarry.secrets)));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
