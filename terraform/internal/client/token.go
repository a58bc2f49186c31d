package client

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// early is how long before its expiry a token is replaced: longer than a request takes to arrive, and than clocks differ.
const early = 30 * time.Second

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
	s := &session{fetch: fetch(func() (*oauth2.Token, error) { return credentials.Token(ctx) })}
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
