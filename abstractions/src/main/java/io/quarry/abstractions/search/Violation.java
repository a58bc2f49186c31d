package io.quarry.abstractions.search;

/**
 * One thing that is wrong with a document or a query.
 *
 * @param at a JSON pointer (RFC 6901) into what was sent; empty for all of it
 * @param message a sentence's end for people, such as "must be a whole number"
 */
public record Violation(String at, String message) {}
