package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// script answers the polls of one operation in turn, the last one for ever.
func script(t *testing.T, answers ...func(http.ResponseWriter)) (*Client, *atomic.Int32) {
	t.Helper()
	polls := &atomic.Int32{}
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		poll := int(polls.Add(1))
		if held := r.URL.Query().Get("wait"); r.URL.Path != "/api/v1/operations/o-1" || (held == "10s") != (poll > 1) {
			t.Errorf("poll %d: %s", poll, r.URL)
		}
		answers[min(poll, len(answers))-1](w)
	}), polls
}

func shows(body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { answerJSON(w, 200, body) }
}

func fails(status int) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { answerProblem(w, status, `{"title":"no","retryable":false}`) }
}

const waitingForShard = `{"id":"o-1","state":"WAITING","waiting_reason":"shard cassandra-1 does not answer","steps":[
	{"name":"reserve","state":"DONE"},{"name":"create-table","state":"WAITING"},{"name":"publish-route","state":"PENDING"}]}`

func TestAwaitFollowsToTheEndAndReportsEachStandingOnce(t *testing.T) {
	c, _ := script(t, shows(waitingForShard), shows(waitingForShard), fails(503), shows(`{"id":"o-1","state":"SUCCEEDED"}`))
	var told []string
	if err := c.Await(t.Context(), "o-1", func(o Operation) { told = append(told, o.Standing()) }); err != nil {
		t.Fatal(err)
	}
	want := "operation o-1 is WAITING, 1 of 3 steps done, now at create-table: shard cassandra-1 does not answer|operation o-1 is SUCCEEDED"
	if got := strings.Join(told, "|"); got != want {
		t.Fatalf("%s", got)
	}
}

func TestAwaitGivesUpWithTheReason(t *testing.T) {
	c, _ := script(t, shows(`{"id":"o-1","state":"FAILED","problem":{"title":"No shard has room","code":"no-capacity","status":409}}`))
	err := c.Await(t.Context(), "o-1", func(Operation) {})
	var failed *FailedError
	if !errors.As(err, &failed) || !strings.Contains(err.Error(), "No shard has room") {
		t.Fatal(err)
	}
}

func TestAwaitEndsWithItsContextAndSaysWhatItWaitedFor(t *testing.T) {
	for why, end := range map[string]func(context.Context) (context.Context, context.CancelFunc){
		"the time-out was reached": func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 100*time.Millisecond)
		},
		"the run was interrupted": func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(100*time.Millisecond, cancel)
			return ctx, cancel
		},
	} {
		c, polls := script(t, shows(waitingForShard))
		ctx, cancel := end(t.Context())
		err := c.Await(ctx, "o-1", func(Operation) {})
		cancel()
		var unfinished *UnfinishedError
		if !errors.As(err, &unfinished) || !strings.Contains(err.Error(), "shard cassandra-1 does not answer") || !strings.Contains(err.Error(), why) {
			t.Fatal(err)
		}
		if polls.Load() > 25 {
			t.Errorf("a server that does not hold its answers was asked %d times in 100 ms", polls.Load())
		}
	}
}

func TestAwaitEndsWhenTheOperationCannotBeSeen(t *testing.T) {
	c, polls := script(t, func(w http.ResponseWriter) { answerProblem(w, 404, `{"code":"not-found","title":"no"}`) })
	if err := c.Await(t.Context(), "o-1", func(Operation) {}); !NotFound(err) || polls.Load() != 1 {
		t.Fatal(polls.Load(), err)
	}
}
