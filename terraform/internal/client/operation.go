package client

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Operation is one long-running change.
type Operation struct {
	ID            string   `json:"id"`
	Type          string   `json:"type"`
	State         string   `json:"state"`
	Target        Target   `json:"target"`
	Steps         []Step   `json:"steps"`
	WaitingReason string   `json:"waiting_reason"`
	Problem       *Problem `json:"problem"`
}

// Target is what an operation changes.
type Target struct {
	Kind   string `json:"kind"`
	Tenant string `json:"tenant"`
	Name   string `json:"name"`
	UID    string `json:"uid"`
}

// Step is one act of an operation.
type Step struct {
	Name    string `json:"name"`
	Plan    string `json:"plan"`
	State   string `json:"state"`
	Attempt int    `json:"attempt"`
	Reason  string `json:"reason"`
}

func (o Operation) ended() bool {
	return o.State == "SUCCEEDED" || o.State == "FAILED" || o.State == "CANCELLED"
}

// Standing says in a sentence where the operation stands and, where it waits, for what.
func (o Operation) Standing() string {
	text := fmt.Sprintf("operation %s is %s", o.ID, o.State)
	done := 0
	reason := o.WaitingReason
	current := ""
	for _, step := range o.Steps {
		switch step.State {
		case "DONE", "SKIPPED":
			done++
		case "RUNNING", "WAITING", "FAILED":
			current = step.Name
			if reason == "" {
				reason = step.Reason
			}
		}
	}
	if len(o.Steps) > 0 {
		text += fmt.Sprintf(", %d of %d steps done", done, len(o.Steps))
	}
	if current != "" {
		text += ", now at " + current
	}
	if reason != "" {
		text += ": " + reason
	}
	return text
}

// FailedError says that an operation ended without reaching what it was for.
type FailedError struct{ Operation Operation }

func (e *FailedError) Error() string {
	text := e.Operation.Standing()
	if e.Operation.Problem != nil {
		text += ". " + e.Operation.Problem.Error()
	}
	return text
}

// UnfinishedError says that our waiting ended before the operation did; the operation goes on.
type UnfinishedError struct {
	Operation Operation
	Err       error
}

func (e *UnfinishedError) Error() string {
	return e.Operation.Standing() + " (" + whyEnded(e.Err) + ")"
}

func (e *UnfinishedError) Unwrap() error { return e.Err }

func whyEnded(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "the time-out was reached"
	case errors.Is(err, context.Canceled):
		return "the run was interrupted"
	default:
		return "waiting ended: " + err.Error()
	}
}

// Await follows an operation until it ends or ctx does. It outlasts an API that is away for a while. It returns nil, a *FailedError, an
// *UnfinishedError, or the problem for which the operation cannot be seen. report is told of each change of standing.
func (c *Client) Await(ctx context.Context, id string, report func(Operation)) error {
	last := Operation{ID: id, State: "PENDING"}
	path := "/operations/" + url.PathEscape(id)
	told := ""
	// The first answer is not held, so that even a wait that ends early knows where the operation stands.
	for held := ""; ; held = fmt.Sprintf("?wait=%ds", int(holdOperation.Seconds())) {
		asked := time.Now()
		operation, err := get[Operation](ctx, c, path+held)
		switch {
		case ctx.Err() != nil:
			return &UnfinishedError{Operation: last, Err: ctx.Err()}
		case err != nil && final(err):
			return fmt.Errorf("operation %s cannot be followed: %w", id, err)
		case err == nil:
			last = *operation
			if standing := last.Standing(); standing != told {
				report(last)
				told = standing
			}
			if last.State == "SUCCEEDED" {
				return nil
			}
			if last.ended() {
				return &FailedError{Operation: last}
			}
		}
		if held == "" && err == nil {
			continue
		}
		if err := pause(ctx, c.pollPause-time.Since(asked)); err != nil {
			return &UnfinishedError{Operation: last, Err: err}
		}
	}
}

// final tells a refusal from an outage: only the server's own 4xx will not go away by waiting.
func final(err error) bool {
	var problem *Problem
	if errors.As(err, &problem) {
		return problem.Status >= 400 && problem.Status < 500 && !transient(problem.Status)
	}
	repeat, _ := retryable(err)
	return !repeat
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(max(d, 0))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// accepted reads the operation from a 202: its body, else the Location.
func accepted(a *answer) (*Operation, error) {
	operation := &Operation{}
	if err := a.into(operation); err != nil || operation.ID == "" {
		location := a.header.Get("Location")
		operation = &Operation{ID: location[strings.LastIndex(location, "/")+1:], State: "PENDING"}
	}
	if operation.ID == "" {
		return nil, errors.New("the change was accepted, but the answer names no operation to follow")
	}
	return operation, nil
}
