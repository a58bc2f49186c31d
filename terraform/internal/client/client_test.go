package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// serve gives a client of one handler, with a short patience so that tests of repetition are quick.
func serve(t *testing.T, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return quick(t, Config{Endpoint: server.URL + "/", Token: "given", UserAgent: "test/1"})
}

func quick(t *testing.T, config Config) *Client {
	t.Helper()
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	c.http.RetryWaitMin = time.Millisecond
	c.pollPause = 5 * time.Millisecond
	return c
}

func answerJSON(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

func answerProblem(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/problem+json;charset=UTF-8")
	w.Header().Set("Quarry-Request-Id", "r-1")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

// drop ends the connection after the request was read: the work may be done, the answer is lost.
func drop(t *testing.T, w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	_ = connection.Close()
}

func TestRequestCarriesWhoAndWhat(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v1/tenants/demo/namespaces/profiles" || r.Method != http.MethodPut {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		for header, want := range map[string]string{
			"Authorization": "Bearer given", "User-Agent": "test/1", "Content-Type": "application/json",
			"Idempotency-Key": "k", "If-None-Match": "*",
		} {
			if got := r.Header.Get(header); got != want {
				t.Errorf("%s is %q, not %q", header, got, want)
			}
		}
		w.Header().Set("Location", "/api/v1/operations/o-1")
		answerJSON(w, http.StatusAccepted, `{"id":"o-1","state":"PENDING","target":{"uid":"u"}}`)
	})
	operation, err := c.CreateNamespace(t.Context(), "demo", "profiles", json.RawMessage(`{}`), "k")
	if err != nil || operation.ID != "o-1" || operation.Target.UID != "u" {
		t.Fatal(operation, err)
	}
}

func TestOperationIsFoundByLocation(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/api/v1/operations/o-2")
		w.WriteHeader(http.StatusAccepted)
	})
	operation, err := c.DeleteNamespace(t.Context(), "demo", "profiles", "PT0S", 3)
	if err != nil || operation.ID != "o-2" {
		t.Fatal(operation, err)
	}
}

func TestRetries(t *testing.T) {
	for name, test := range map[string]struct {
		first func(http.ResponseWriter)
		calls int32
	}{
		"too many requests": {func(w http.ResponseWriter) { w.WriteHeader(429) }, 2},
		"unavailable":       {func(w http.ResponseWriter) { w.WriteHeader(503) }, 2},
		"behind a proxy":    {func(w http.ResponseWriter) { w.WriteHeader(502) }, 2},
		"said to pass": {func(w http.ResponseWriter) {
			answerProblem(w, 409, `{"code":"idempotency-in-flight","retryable":true}`)
		}, 2},
		"said to stay":  {func(w http.ResponseWriter) { answerProblem(w, 503, `{"code":"closed","retryable":false}`) }, 1},
		"invalid":       {func(w http.ResponseWriter) { answerProblem(w, 422, `{"code":"immutable-field"}`) }, 1},
		"broken":        {func(w http.ResponseWriter) { w.WriteHeader(500) }, 1},
		"a given token": {func(w http.ResponseWriter) { w.WriteHeader(401) }, 1},
		"redirected":    {func(w http.ResponseWriter) { w.Header().Set("Location", "/login"); w.WriteHeader(302) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var calls atomic.Int32
			c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if calls.Add(1) == 1 {
					test.first(w)
					return
				}
				answerJSON(w, 200, `{"name":"demo"}`)
			})
			_, err := c.Tenant(t.Context(), "demo")
			if got := calls.Load(); got != test.calls || (err == nil) != (test.calls > 1) {
				t.Fatalf("%d calls, not %d; %v", got, test.calls, err)
			}
		})
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	var first time.Time
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if first.IsZero() {
			first = time.Now()
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(429)
			return
		}
		if waited := time.Since(first); waited < 900*time.Millisecond {
			t.Errorf("asked again after %s", waited)
		}
		answerJSON(w, 200, `{}`)
	})
	if _, err := c.Tenant(t.Context(), "demo"); err != nil {
		t.Fatal(err)
	}
}

func TestLostAnswerIsAskedForWithTheSameKey(t *testing.T) {
	var keys []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		keys = append(keys, r.Header.Get("Idempotency-Key"))
		if len(keys) == 1 {
			drop(t, w)
			return
		}
		answerJSON(w, 202, `{"id":"o-1"}`)
	})
	if _, err := c.CreateNamespace(t.Context(), "demo", "profiles", json.RawMessage(`{}`), "k"); err != nil {
		t.Fatal(err)
	}
	if strings.Join(keys, " ") != "k k" {
		t.Fatal(keys)
	}
}

func TestOutcomeIsUnknownOnlyWhenARequestWentOut(t *testing.T) {
	var unanswered *UnansweredError
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { drop(t, w) })
	if _, err := c.CreateNamespace(t.Context(), "demo", "n", json.RawMessage(`{}`), "k"); !errors.As(err, &unanswered) {
		t.Fatalf("lost: %v", err)
	}
	if _, err := c.Tenant(t.Context(), "demo"); err == nil || errors.As(err, &unanswered) {
		t.Fatalf("a read has no outcome: %v", err)
	}
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = nobody.Close()
	c = quick(t, Config{Endpoint: "http://" + nobody.Addr().String(), Token: "given"})
	if _, err := c.CreateNamespace(t.Context(), "demo", "n", json.RawMessage(`{}`), "k"); err == nil || errors.As(err, &unanswered) {
		t.Fatalf("never sent: %v", err)
	}
}

func TestProblems(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		answerProblem(w, 400, `{"type":"/docs/problems/invalid-request","title":"The request is not valid","detail":"ttl is negative","status":400,
			"code":"invalid-request","retryable":false,"violations":[{"field":"ttl","message":"must be positive"}]}`)
	})
	_, err := c.ChangeNamespace(t.Context(), "demo", "n", json.RawMessage(`{}`), 2)
	var problem *Problem
	if !errors.As(err, &problem) || problem.Violations[0] != (Violation{Field: "ttl", Message: "must be positive"}) || problem.RequestID != "r-1" {
		t.Fatalf("%#v", err)
	}
	if want := "The request is not valid: ttl is negative (status 400, invalid-request, request r-1)"; err.Error() != want {
		t.Fatal(err)
	}
	c = serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(403)
		_, _ = w.Write([]byte("<html>" + strings.Repeat("ä", 400)))
	})
	if _, err = c.Tenant(t.Context(), "demo"); !HasStatus(err, 403) || len(err.Error()) > 300 {
		t.Fatal(err)
	}
	c = serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>hello")) })
	if _, err = c.Tenant(t.Context(), "demo"); err == nil || !strings.Contains(err.Error(), "is the endpoint right") {
		t.Fatal(err)
	}
}

func TestOnlyQuarrysOwnWordMakesAThingAbsent(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) { answerProblem(w, 404, `{"code":"not-found"}`) })
	if _, err := c.Tenant(t.Context(), "demo"); !NotFound(err) {
		t.Fatal(err)
	}
	c = serve(t, func(w http.ResponseWriter, r *http.Request) { http.NotFound(w, r) })
	if _, err := c.Tenant(t.Context(), "demo"); NotFound(err) || !HasStatus(err, 404) {
		t.Fatal(err)
	}
}

func TestWhoDoesNotAnswerIsNamed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	nobody := "http://" + listener.Addr().String()
	refused := ": dial tcp " + listener.Addr().String() + ": connect: connection refused"
	for want, test := range map[string]struct {
		between time.Duration
		config  Config
	}{
		"Quarry does not answer at " + nobody + refused:                                 {time.Millisecond, Config{Endpoint: nobody, Token: "given"}},
		"Quarry does not answer at " + nobody + refused + " (the time-out was reached)": {time.Hour, Config{Endpoint: nobody, Token: "given"}},
		"the identity provider at " + nobody + "/token gives no token" + refused: {
			time.Millisecond, Config{Endpoint: nobody, TokenURL: nobody + "/token", ClientID: "me", ClientSecret: "secret"},
		},
	} {
		c := quick(t, test.config)
		c.http.RetryWaitMin = test.between
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		if _, err := c.Tenant(ctx, "demo"); err == nil || err.Error() != want {
			t.Errorf("%v", err)
		}
		cancel()
	}
}

func TestUntrustedCertificatesAreNotTriedAgain(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of the caller, as it should
	server.StartTLS()
	t.Cleanup(server.Close)
	for _, config := range []Config{
		{Endpoint: server.URL, Token: "given"},
		{Endpoint: "http://127.0.0.1:1", TokenURL: server.URL, ClientID: "me", ClientSecret: "secret"},
	} {
		c := quick(t, config)
		c.http.RetryWaitMin = time.Hour
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		_, err := c.Tenant(ctx, "demo")
		if ctx.Err() != nil || err == nil || !strings.Contains(err.Error(), "certificate") || !final(err) {
			t.Error(err)
		}
		cancel()
	}
}

func TestConfiguration(t *testing.T) {
	for _, config := range []Config{
		{Endpoint: "", Token: "t"},
		{Endpoint: "localhost:8080", Token: "t"},
		{Endpoint: "http://localhost:8080"},
		{Endpoint: "http://localhost:8080", ClientID: "c", ClientSecret: "s"},
	} {
		if _, err := New(config); err == nil {
			t.Errorf("%+v was taken", config)
		}
	}
}

// identity is a token endpoint that counts, and an API that takes the latest token only.
func identity(t *testing.T, expiresIn int) (c *Client, issued *atomic.Int32, revoke func()) {
	t.Helper()
	issued = &atomic.Int32{}
	var revoked atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		if id, secret, _ := r.BasicAuth(); id != "me" || secret != "secret" || r.FormValue("grant_type") != "client_credentials" {
			answerJSON(w, 401, `{"error":"invalid_client"}`)
			return
		}
		revoked.Store(false)
		answerJSON(w, 200, fmt.Sprintf(`{"access_token":"t-%d","token_type":"Bearer","expires_in":%d}`, issued.Add(1), expiresIn))
	})
	mux.HandleFunc("/api/v1/", func(w http.ResponseWriter, r *http.Request) {
		if revoked.Load() || r.Header.Get("Authorization") != fmt.Sprintf("Bearer t-%d", issued.Load()) {
			answerProblem(w, 401, `{"code":"token-expired","title":"expired","retryable":false}`)
			return
		}
		answerJSON(w, 200, `{}`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	c = quick(t, Config{Endpoint: server.URL, TokenURL: server.URL + "/token", ClientID: "me", ClientSecret: "secret"})
	return c, issued, func() { revoked.Store(true) }
}

func TestTokenIsKeptUntilShortlyBeforeItsExpiry(t *testing.T) {
	for expiresIn, want := range map[int]int32{300: 1, 20: 3} {
		c, issued, _ := identity(t, expiresIn)
		for range 3 {
			if _, err := c.Tenant(t.Context(), "demo"); err != nil {
				t.Fatal(err)
			}
		}
		if issued.Load() != want {
			t.Errorf("%d tokens that live %d s, not %d", issued.Load(), expiresIn, want)
		}
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	c, issued, revoke := identity(t, 300)
	for range 2 {
		if _, err := c.Tenant(t.Context(), "demo"); err != nil {
			t.Fatal(err)
		}
		revoke()
	}
	if issued.Load() != 2 {
		t.Fatal(issued.Load())
	}
}

func TestWrongSecretIsNotTriedAgain(t *testing.T) {
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		answerJSON(w, 401, `{"error":"invalid_client","error_description":"Invalid client"}`)
	}))
	t.Cleanup(server.Close)
	c := quick(t, Config{Endpoint: server.URL, TokenURL: server.URL, ClientID: "me", ClientSecret: "wrong"})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	_, err := c.Tenant(ctx, "demo")
	// The library asks once in each of its two styles of authentication.
	want := "the identity provider at " + server.URL + " gives client \"me\" no token: Invalid client (status 401, invalid_client)"
	if err == nil || !strings.HasPrefix(err.Error(), want) || calls.Load() > 2 {
		t.Fatal(calls.Load(), err)
	}
}
