package io.quarry.api.data;

/**
 * What a request's path names below its namespace, taken apart without decoding it. It is read as
 * sent: dot segments are not resolved, so that no proxy and no router can disagree about what is
 * meant.
 */
public interface DataPath {
    DataCall.Shape shape();
}
