package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// early is how long before its expiry a token is replaced: longer than a request takes to arrive, and than clocks differ.
const early = 30 * time.Second

// SignInError says that the identity provider gave no token, so that Quarry was never asked.
type SignInError struct {
	TokenURL string
	ClientID string
	Err      error
}

func (e *SignInError) Error() string {
	var refused *oauth2.RetrieveError
	if !errors.As(e.Err, &refused) || refused.Response == nil {
		return fmt.Sprintf("the identity provider at %s gives no token: %v", e.TokenURL, cause(e.Err))
	}
	reason := refused.ErrorDescription
	if reason == "" {
		reason = beginning(refused.Body)
	}
	code := ""
	if refused.ErrorCode != "" {
		code = ", " + refused.ErrorCode
	}
	return fmt.Sprintf("the identity provider at %s gives client %q no token: %s (status %d%s); are token_url, client_id and client_secret right?",
		e.TokenURL, e.ClientID, reason, refused.Response.StatusCode, code)
}

func (e *SignInError) Unwrap() error { return e.Err }

// session hands out one token until shortly before it expires, or until the server refuses it.
type session struct {
	fetch  oauth2.TokenSource // nil for a token that was given: it cannot be renewed
	mu     sync.Mutex
	cached oauth2.TokenSource
}

func newSession(config Config, via *http.Client) (*session, error) {
	if config.Token != "" {
		return &session{cached: oauth2.StaticTokenSource(&oauth2.Token{AccessToken: config.Token})}, nil
	}
	if config.TokenURL == "" || config.ClientID == "" || config.ClientSecret == "" {
		return nil, errors.New("either a token, or token_url, client_id and client_secret are needed")
	}
	credentials := &clientcredentials.Config{ClientID: config.ClientID, ClientSecret: config.ClientSecret, TokenURL: config.TokenURL}
	// A token outlives the request that first needed it, so its own request must not end with that one's context.
	ctx := context.WithValue(context.Background(), oauth2.HTTPClient, via)
	s := &session{fetch: fetch(func() (*oauth2.Token, error) {
		token, err := credentials.Token(ctx)
		if err != nil {
			return nil, &SignInError{TokenURL: config.TokenURL, ClientID: config.ClientID, Err: err}
		}
		return token, nil
	})}
	s.renew()
	return s, nil
}

type fetch func() (*oauth2.Token, error)

func (f fetch) Token() (*oauth2.Token, error) { return f() }

func (s *session) Token() (*oauth2.Token, error) {
	s.mu.Lock()
	cached := s.cached
	s.mu.Unlock()
	return cached.Token()
}

// renew forgets the token, and says whether another can be had.
func (s *session) renew() bool {
	if s.fetch == nil {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cached = oauth2.ReuseTokenSourceWithExpiry(nil, s.fetch, early)
	return true
}
