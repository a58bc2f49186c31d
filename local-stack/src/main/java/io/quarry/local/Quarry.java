package io.quarry.local;

import io.quarry.local.process.ProcessTable;
import io.quarry.local.server.Server;
import io.quarry.local.server.Servers;
import io.quarry.local.server.Service;
import io.quarry.local.stack.Engine;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Shards;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./quarry}. */
@Command(
        name = "quarry",
        description = "Runs Quarry on this machine: real servers, on loopback.",
        subcommands = {
            Up.class,
            Down.class,
            Status.class,
            Logs.class,
            Env.class,
            Token.class,
            ShardCommand.class,
            Summarise.class,
        })
public final class Quarry {
    final Stack stack;
    final Secrets secrets;
    final ProcessTable table;
    final Starter starter;
    final Shards shards;

    /** The first shards of all engines, asked for or not, and what surrounds them. */
    final List<Server> others;

    /** Shards that were added one by one. */
    final List<Server> added;

    final List<Service> services;

    Quarry(Stack stack) {
        this.stack = stack;
        this.secrets = Secrets.of(stack);
        this.table = new ProcessTable(stack.home());
        this.starter = new Starter(stack, table);
        this.shards = new Shards(stack);
        this.others = Servers.others(stack, secrets, EnumSet.allOf(Engine.class));
        this.added = added();
        this.services = Servers.services(stack, secrets);
    }

    /** All servers, in the order in which people think of them. */
    List<Server> servers() {
        return Stream.of(others, added, services).<Server>flatMap(List::stream).toList();
    }

    private List<Server> added() {
        try {
            return shards.added().stream()
                    .map(shards::shard)
                    .flatMap(shard -> Servers.ofShard(stack, secrets, shard).stream())
                    .toList();
        } catch (IOException e) {
            throw new StackException("cannot read the shards of this stack: " + e.getMessage(), e);
        }
    }

    public static void main(String[] arguments) {
        int code;
        try {
            code = commandLine(new Quarry(Stack.of(System.getenv()))).execute(arguments);
        } catch (StackException e) {
            System.err.println("quarry: " + e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    static CommandLine commandLine(Quarry quarry) {
        return new CommandLine(quarry)
                .setExecutionExceptionHandler(
                        (e, line, parsed) -> {
                            if (e instanceof StackException) {
                                line.getErr().println("quarry: " + e.getMessage());
                            } else {
                                e.printStackTrace(line.getErr());
                            }
                            return 1;
                        });
    }
}
