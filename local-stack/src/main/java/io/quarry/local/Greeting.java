package io.quarry.local;

import io.quarry.local.demo.Demo;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Port;
import io.quarry.local.stack.Stack;
import java.io.PrintWriter;

/**
 * The last lines of {@code up}: where to look, who to be, and a first request that works when
 * pasted.
 */
final class Greeting {
    private Greeting() {}

    static void print(Stack stack, PrintWriter out, boolean demo) {
        String url = Environment.url(stack, Port.API);
        out.println();
        out.println("Portal     " + url);
        out.println("API        " + url + "/api/v1   contract " + url + "/docs");
        out.println(
                "Health     " + Environment.url(stack, Port.API_MANAGEMENT) + "/q/health/ready");
        if (demo) {
            out.println(
                    "Log in as  "
                            + String.join(", ", Demo.PEOPLE)
                            + "   (the password is the name)");
            out.println();
            out.println(curl(stack, url));
        }
        out.flush();
    }

    /** Creates a namespace, waits for it, puts an item and gets it back. */
    static String curl(Stack stack, String url) {
        String script = stack.checkout().resolve("quarry").toString();
        String environment =
                "QUARRY_HOME=" + stack.home() + " QUARRY_PORT_OFFSET=" + stack.offset() + " ";
        return """
                T=$(%1$s%2$s token demo-developer)
                curl -sS -X PUT -H "Authorization: Bearer $T" -H 'Content-Type: application/json' -d '{"abstraction":"key-value"}' %3$s/api/v1/tenants/demo/namespaces/first
                curl -s --retry 20 --retry-delay 1 --retry-all-errors -f -X PUT -H "Authorization: Bearer $T" -H 'Content-Type: text/plain' -d 'hello' %3$s/data/v1/kv/demo/first/records/greetings/items/en
                curl -sS -H "Authorization: Bearer $T" %3$s/data/v1/kv/demo/first/records/greetings/items/en"""
                .formatted(environment, script, url);
    }
}
