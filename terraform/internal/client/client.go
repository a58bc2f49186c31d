// Package client is the provider's one way to Quarry: it obtains tokens, repeats what may be repeated, and turns answers into
// values and problems into typed errors. It knows nothing of Terraform, so that each rule here is tested against plain HTTP.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-cleanhttp"
	"github.com/hashicorp/go-retryablehttp"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"golang.org/x/oauth2"
)

const (
	// longestAnswer bounds what is read of one answer; the largest, a namespace or an operation, is a few KiB.
	longestAnswer = 8 << 20
	// holdOperation is how long one poll asks the server to hold its answer.
	holdOperation = 10 * time.Second
	// silence is how long the server may take to begin an answer; it must exceed holdOperation.
	silence = 45 * time.Second
)

// Config says where Quarry is and who is calling: a token, or the credentials to obtain one.
type Config struct {
	Endpoint     string
	Token        string
	TokenURL     string
	ClientID     string
	ClientSecret string
	UserAgent    string
}

// Client calls Quarry's control routes. It may be used by many goroutines at once.
type Client struct {
	base      string
	userAgent string
	http      *retryablehttp.Client
	tokens    *session
	// pollPause keeps a server that ignores ?wait= from being asked in a tight loop.
	pollPause time.Duration
}

// New checks the configuration; it calls nobody, so that a plan can be made of a stack that does not exist yet.
func New(config Config) (*Client, error) {
	base, err := url.Parse(config.Endpoint)
	if err != nil || (base.Scheme != "http" && base.Scheme != "https") || base.Host == "" {
		return nil, fmt.Errorf("endpoint %q is not an http or https address", config.Endpoint)
	}
	transport := cleanhttp.DefaultPooledTransport()
	transport.ResponseHeaderTimeout = silence
	tokens, err := newSession(config, &http.Client{Transport: transport, Timeout: silence})
	if err != nil {
		return nil, err
	}
	c := &Client{
		base:      strings.TrimRight(config.Endpoint, "/"),
		userAgent: config.UserAgent,
		tokens:    tokens,
		pollPause: time.Second,
	}
	c.http = &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport: &oauth2.Transport{Source: tokens, Base: transport},
			// The API never redirects; following one would carry the token to another host.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryMax:       5,
		RetryWaitMin:   500 * time.Millisecond,
		RetryWaitMax:   30 * time.Second,
		Backoff:        retryablehttp.DefaultBackoff,
		CheckRetry:     c.retry,
		RequestLogHook: beginAttempt,
		ErrorHandler:   retryablehttp.PassthroughErrorHandler,
	}
	return c, nil
}

type request struct {
	method string
	path   string // escaped, below /api/v1
	header map[string]string
	body   any
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

// do carries out one request with its retries. An error is a *Problem where the server answered, an *UnansweredError where it may
// have acted without our hearing of it, an *UnreachableError or a *SignInError where it was never asked.
func (c *Client) do(ctx context.Context, r request) (*answer, error) {
	var body any // retryablehttp wants a nil interface, not a nil slice, where there is no body
	if r.body != nil {
		encoded, err := json.Marshal(r.body)
		if err != nil {
			return nil, fmt.Errorf("encoding the body of %s %s: %w", r.method, r.path, err)
		}
		body = encoded
	}
	call := &call{}
	req, err := retryablehttp.NewRequestWithContext(call.watch(ctx), r.method, c.base+"/api/v1"+r.path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json, application/problem+json")
	req.Header.Set("User-Agent", c.userAgent)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	resp, err := c.http.Do(req)
	if err == nil {
		var got *answer
		if got, err = read(ctx, resp); err == nil {
			return got, nil
		}
		var problem *Problem
		if !errors.As(err, &problem) {
			call.unanswered = true
		}
	} else {
		err = c.unreached(ctx, call, err)
	}
	if call.unanswered && r.method != http.MethodGet {
		return nil, &UnansweredError{Err: err}
	}
	return nil, err
}

func read(ctx context.Context, resp *http.Response) (*answer, error) {
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, longestAnswer))
	if err != nil {
		return nil, fmt.Errorf("the answer to %s %s broke off: %w", resp.Request.Method, resp.Request.URL.Path, err)
	}
	tflog.Debug(ctx, "Quarry answered", map[string]any{
		"method": resp.Request.Method, "path": resp.Request.URL.Path, "status": resp.StatusCode,
		"request_id": resp.Header.Get("Quarry-Request-Id"),
	})
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return nil, problemOf(resp, body)
	}
	return &answer{status: resp.StatusCode, header: resp.Header, body: body}, nil
}

func (a *answer) into(out any) error {
	decoder := json.NewDecoder(bytes.NewReader(a.body))
	if err := decoder.Decode(out); err != nil {
		return fmt.Errorf("the answer is not what Quarry's API says (%w): is the endpoint right? It began %q", err, beginning(a.body))
	}
	return nil
}

func get[T any](ctx context.Context, c *Client, path string) (*T, error) {
	got, err := c.do(ctx, request{method: http.MethodGet, path: path})
	if err != nil {
		return nil, err
	}
	out := new(T)
	return out, got.into(out)
}
