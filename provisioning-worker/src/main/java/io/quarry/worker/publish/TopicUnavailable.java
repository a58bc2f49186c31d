package io.quarry.worker.publish;

/**
 * The topic could not be read or written in the time given; the rows are untouched and the
 * publisher will come back.
 */
final class TopicUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    TopicUnavailable(String what, Throwable cause) {
        super(what + ": " + cause.getMessage(), cause);
    }

    TopicUnavailable(String what) {
        super(what);
    }
}
