package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"github.com/hashicorp/go-retryablehttp"
	"golang.org/x/oauth2"
)

// UnansweredError says that a change was sent and its outcome is unknown. Repeating it with its idempotency key finds out.
type UnansweredError struct{ Err error }

func (e *UnansweredError) Error() string {
	return fmt.Sprintf("the request was sent, but no answer to it arrived: %v", e.Err)
}

func (e *UnansweredError) Unwrap() error { return e.Err }

// UnreachableError says that Quarry was called and gave no answer at all.
type UnreachableError struct {
	Endpoint string
	// Err is what the last attempt ended with; nil where it was still waiting when the time was up.
	Err error
	// Ended is set where the caller's time ended before the attempts did.
	Ended error
}

func (e *UnreachableError) Error() string {
	text := "Quarry does not answer at " + e.Endpoint
	if e.Err != nil {
		text += ": " + cause(e.Err).Error()
	}
	if e.Ended != nil {
		text += " (" + whyEnded(e.Ended) + ")"
	}
	return text
}

func (e *UnreachableError) Unwrap() []error { return []error{e.Err, e.Ended} }

// call is what one request remembers over its attempts.
type call struct {
	written    atomic.Bool // this attempt went out whole; set by the transport's own goroutine
	unanswered bool        // some attempt went out and nothing certain came back
	renewed    bool        // a refused token has been replaced once
	last       error       // what the last attempt failed with that was not merely cut short
}

type callKey struct{}

func (c *call) watch(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, callKey{}, c)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(info httptrace.WroteRequestInfo) { c.written.Store(info.Err == nil) },
	})
}

func beginAttempt(_ retryablehttp.Logger, r *http.Request, _ int) {
	if c, ok := r.Context().Value(callKey{}).(*call); ok {
		c.written.Store(false)
	}
}

// retry decides whether a request is repeated. All of ours may be: they are reads, or carry an idempotency key or If-Match.
func (c *Client) retry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	call, _ := ctx.Value(callKey{}).(*call)
	if call != nil && (err != nil && call.written.Load() || resp != nil && lostBehindProxy(resp.StatusCode)) {
		call.unanswered = true
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err != nil {
		if call != nil {
			call.last = err
		}
		return retryable(err)
	}
	if resp.StatusCode == http.StatusUnauthorized && call != nil && !call.renewed && c.tokens.renew() {
		call.renewed = true
		return true, nil
	}
	if resp.StatusCode < 400 {
		return false, nil
	}
	// The server's own word counts for more than the status.
	if problem := peekProblem(resp); problem != nil && problem.Retryable != nil {
		return *problem.Retryable, nil
	}
	return transient(resp.StatusCode), nil
}

func retryable(err error) (bool, error) {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return refused.Response == nil || transient(refused.Response.StatusCode), nil
	}
	// The library knows which transport errors are final: bad certificates, unsupported schemes, invalid headers.
	if at := innermost(err); at != nil {
		err = at
	}
	return retryablehttp.ErrorPropagatedRetryPolicy(context.Background(), nil, err)
}

// innermost finds the failed call itself: a request that could not even obtain its token wraps that of the token.
func innermost(err error) *url.Error {
	var found *url.Error
	for inner := err; errors.As(inner, &found); {
		inner = found.Err
	}
	return found
}

// cause leaves out the method and address of the failed call, which whoever tells of it names in better words.
func cause(err error) error {
	if at := innermost(err); at != nil {
		return at.Err
	}
	return err
}

// unreached tells why there is no answer in words of Quarry's world: who did not answer, rather than which library gave up.
func (c *Client) unreached(ctx context.Context, call *call, err error) error {
	if ctx.Err() != nil {
		err = call.last
	}
	var signIn *SignInError
	if errors.As(err, &signIn) {
		return signIn
	}
	return &UnreachableError{Endpoint: c.base, Err: err, Ended: ctx.Err()}
}

func transient(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable || lostBehindProxy(status)
}

// lostBehindProxy names the answers that a proxy gives when it did not hear from Quarry itself.
func lostBehindProxy(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusGatewayTimeout
}
