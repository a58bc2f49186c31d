package client

import (
	"encoding/json"
	"testing"
)

func TestReplacementKeepsWhatThisProviderDoesNotKnow(t *testing.T) {
	defaults := map[string]string{"writes": "last-write-wins", "cache": "auto"}
	for name, test := range map[string]struct{ current, wish, want string }{
		"a newer field stays": {
			`{"abstraction":"key-value","shape":"round","workload":{"retention":"P9D","items":{"mid":1,"skew":2}}}`,
			`{"abstraction":"key-value","workload":{"items":{"mid":5}}}`,
			`{"abstraction":"key-value","shape":"round","workload":{"items":{"mid":5,"skew":2},"retention":"P9D"}}`,
		},
		"what was taken out goes": {
			`{"abstraction":"key-value","description":"old","ttl":"P1D","labels":{"a":"b"},"workload":{"items":{"mid":1}}}`,
			`{"abstraction":"key-value"}`,
			`{"abstraction":"key-value"}`,
		},
		"a default that was not said stays unsaid": {
			`{"abstraction":"key-value","cache":"off"}`,
			`{"abstraction":"key-value","writes":"last-write-wins","cache":"auto"}`,
			`{"abstraction":"key-value","cache":"auto"}`,
		},
		"nulls and empties are nothing": {
			`{"abstraction":"key-value","ttl":null,"labels":{},"workload":{}}`,
			`{"abstraction":"key-value"}`,
			`{"abstraction":"key-value"}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			wish, err := ParseSpec(json.RawMessage(test.wish))
			if err != nil {
				t.Fatal(err)
			}
			got, err := wish.Over(json.RawMessage(test.current), defaults)
			if err != nil || string(got) != test.want {
				t.Fatalf("%s %v", got, err)
			}
		})
	}
}
