package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

// Problem is Quarry's answer to a request that it did not carry out (RFC 9457).
type Problem struct {
	Type        string      `json:"type"`
	Title       string      `json:"title"`
	Status      int         `json:"status"`
	Detail      string      `json:"detail"`
	Code        string      `json:"code"`
	Retryable   *bool       `json:"retryable"`
	OperationID string      `json:"operation_id"`
	Violations  []Violation `json:"violations"`
	// RequestID finds this request in the server's logs.
	RequestID string `json:"-"`
}

// Violation is one thing wrong with the input, at the field of the request that it names.
type Violation struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func (p *Problem) Error() string {
	text := p.Title
	if p.Detail != "" && p.Detail != p.Title {
		text += ": " + p.Detail
	}
	facts := []string{fmt.Sprintf("status %d", p.Status)}
	if p.Code != "" {
		facts = append(facts, p.Code)
	}
	if p.RequestID != "" {
		facts = append(facts, "request "+p.RequestID)
	}
	return strings.TrimRight(text, ".") + " (" + strings.Join(facts, ", ") + ")"
}

// HasStatus says whether an error is a problem with one of these HTTP status codes.
func HasStatus(err error, statuses ...int) bool {
	var problem *Problem
	if !errors.As(err, &problem) {
		return false
	}
	for _, status := range statuses {
		if problem.Status == status {
			return true
		}
	}
	return false
}

// NotFound says that the thing does not exist, or is hidden from the caller: Quarry does not tell the two apart. Only Quarry's own word
// counts, since whatever else may be found at a wrong address answers 404 as well.
func NotFound(err error) bool {
	var problem *Problem
	return errors.As(err, &problem) && problem.Status == http.StatusNotFound && problem.Code == "not-found"
}

func problemOf(resp *http.Response, body []byte) *Problem {
	problem := decodeProblem(resp, body)
	if problem == nil {
		// Not Quarry's words: a proxy, or an endpoint that is something else altogether.
		problem = &Problem{Title: http.StatusText(resp.StatusCode), Detail: beginning(body)}
	}
	problem.Status = resp.StatusCode
	problem.RequestID = resp.Header.Get("Quarry-Request-Id")
	if problem.Title == "" {
		problem.Title = http.StatusText(resp.StatusCode)
	}
	return problem
}

func decodeProblem(resp *http.Response, body []byte) *Problem {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || kind != "application/problem+json" {
		return nil
	}
	problem := &Problem{}
	if json.Unmarshal(body, problem) != nil {
		return nil
	}
	return problem
}

// peekProblem reads a problem and leaves the answer as it was for whoever reads it next.
func peekProblem(resp *http.Response) *Problem {
	body, err := io.ReadAll(io.LimitReader(resp.Body, longestAnswer))
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return nil
	}
	return decodeProblem(resp, body)
}

func beginning(body []byte) string {
	const enough = 200
	text := strings.ToValidUTF8(strings.TrimSpace(string(body)), "?")
	if len(text) > enough {
		text = strings.ToValidUTF8(text[:enough], "") + "…"
	}
	return text
}
