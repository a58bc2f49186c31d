package io.quarry.api.security;

import org.jspecify.annotations.Nullable;

/** Where the portal's log-in lives; application.properties names the same paths. */
final class PortalPaths {
    static final String LOGIN = "/login";
    static final String CALLBACK = "/login/callback";
    static final String LOGOUT = "/logout";

    private static final int LONGEST = 2048;

    private PortalPaths() {}

    static boolean beginsLogin(String path) {
        return path.equals(LOGIN) || path.equals(CALLBACK);
    }

    static boolean isPortals(String path) {
        return beginsLogin(path) || path.equals(LOGOUT);
    }

    /**
     * Only a path of this server is followed after log-in, or the link to the log-in page would
     * lead anywhere.
     */
    static String localOrRoot(@Nullable String path) {
        return path != null && isLocal(path) ? path : "/";
    }

    private static boolean isLocal(String path) {
        return path.length() <= LONGEST
                && path.startsWith("/")
                && !path.startsWith("//")
                && path.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\')
                && !path.startsWith(LOGIN)
                && !path.startsWith(LOGOUT);
    }
}
