package io.quarry.stores.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a server and counts the bytes of the server's answers, as they pass
 * over the wire; it can keep requests from passing.
 */
final class CountingProxy implements AutoCloseable {
    private final AtomicLong answered = new AtomicLong();
    private final Semaphore requests = new Semaphore(Integer.MAX_VALUE);
    private final Semaphore answers = new Semaphore(Integer.MAX_VALUE);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private final InetSocketAddress server;

    CountingProxy(InetSocketAddress server) throws IOException {
        this(server, 0);
    }

    /**
     * @param port where it listens; 0 for any that is free
     */
    CountingProxy(InetSocketAddress server, int port) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    long answeredBytes() {
        return answered.get();
    }

    /** Lets that many more requests pass and holds what comes after them, for good. */
    void holdAfter(int passing) {
        requests.drainPermits();
        requests.release(passing);
    }

    /** Lets requests pass and keeps every answer from now on. */
    void loseAnswers() {
        answers.drainPermits();
    }

    private void answer(int bytes) throws InterruptedException {
        answers.acquire();
        answers.release();
        answered.addAndGet(bytes);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                sockets.add(client);
                sockets.add(upstream);
                Thread.ofVirtual().start(() -> pump(client, upstream, _ -> requests.acquire()));
                Thread.ofVirtual().start(() -> pump(upstream, client, this::answer));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private interface Passing {
        void bytes(int count) throws InterruptedException;
    }

    private static void pump(Socket from, Socket to, Passing passing) {
        byte[] buffer = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                passing.bytes(n);
                out.write(buffer, 0, n);
            }
        } catch (IOException closed) {
            // One side has gone, and with it the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts the connections that are open; new ones are let through. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() {
        try {
            listener.close();
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
