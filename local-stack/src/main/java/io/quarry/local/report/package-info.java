/**
 * What the test tools reported, counted: JUnit's XML (Maven, Vitest, Playwright) and Go's JSON. The
 * count is read from the files that the tools wrote, so that no part can be forgotten and none can
 * claim more than it ran.
 */
@NullMarked
package io.quarry.local.report;

import org.jspecify.annotations.NullMarked;
