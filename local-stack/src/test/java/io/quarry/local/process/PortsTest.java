package io.quarry.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void aTakenPortNamesWhoTookIt() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
            Ports.Holder holder = Ports.holder(port).orElseThrow();
            assertThat(holder.pid()).contains(ProcessHandle.current().pid());
            assertThat(holder).hasToString("java (pid " + ProcessHandle.current().pid() + ")");
        }
        assertThat(Ports.holder(port)).isEmpty();
    }
}
