package io.quarry.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortalPathsTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/tenants/demo", "/tenants/demo?tab=members#top", "/a//b", "/a:b"})
    void localPathsAreFollowed(String path) {
        assertThat(PortalPaths.localOrRoot(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "tenants",
                "/a\r\nSet-Cookie: x=y",
                "/a b",
                "/login?return_to=/login",
                "/logout",
                "/ä"
            })
    void everythingElseLeadsHome(String path) {
        assertThat(PortalPaths.localOrRoot(path)).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tenants/demo", "/operations/019ab5c0", "/apiary", "/queues"})
    void thePortalsOwnPathsArePages(String path) {
        assertThat(PortalPages.isPage(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v1/me",
                "/data/v1/kv",
                "/assets/x.js",
                "/favicon.ico",
                "/login",
                "/docs/"
            })
    void everythingElseIsNot(String path) {
        assertThat(PortalPages.isPage(path)).isFalse();
    }
}
