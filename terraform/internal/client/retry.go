package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
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

// call is what one request remembers over its attempts.
type call struct {
	written    atomic.Bool // this attempt went out whole; set by the transport's own goroutine
	unanswered bool        // some attempt went out and nothing certain came back
	renewed    bool        // a refused token has been replaced once
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
	return retryablehttp.ErrorPropagatedRetryPolicy(context.Background(), nil, err)
}

func transient(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable || lostBehindProxy(status)
}

// lostBehindProxy names the answers that a proxy gives when it did not hear from Quarry itself.
func lostBehindProxy(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusGatewayTimeout
}
