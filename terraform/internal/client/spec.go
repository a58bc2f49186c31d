package client

import (
	"encoding/json"
	"fmt"
)

// Spec is the wish for a namespace, as far as this provider knows it.
type Spec struct {
	Abstraction        string            `json:"abstraction"`
	Description        *string           `json:"description,omitempty"`
	Workload           *Workload         `json:"workload,omitempty"`
	Writes             *string           `json:"writes,omitempty"`
	Consistency        *string           `json:"consistency,omitempty"`
	Durability         *string           `json:"durability,omitempty"`
	TTL                *string           `json:"ttl,omitempty"`
	Cache              *string           `json:"cache,omitempty"`
	Engine             *string           `json:"engine,omitempty"`
	Isolation          *string           `json:"isolation,omitempty"`
	Labels             map[string]string `json:"labels,omitempty"`
	DeletionProtection *bool             `json:"deletion_protection,omitempty"`
	Relational         *Relational       `json:"relational,omitempty"`
	Search             *Search           `json:"search,omitempty"`
	Object             *Object           `json:"object,omitempty"`
	Counter            *Counter          `json:"counter,omitempty"`
	Dataset            *Dataset          `json:"dataset,omitempty"`
	TimeSeries         *TimeSeries       `json:"time_series,omitempty"`
}

// Relational is what a relational namespace's database may take.
type Relational struct {
	MaxConnections   *int64  `json:"max_connections,omitempty"`
	StatementTimeout *string `json:"statement_timeout,omitempty"`
	StorageBytes     *int64  `json:"storage_bytes,omitempty"`
}

// Search is what a search namespace's documents can be asked for.
type Search struct {
	Fields map[string]SearchField `json:"fields"`
}

// SearchField is one declared field.
type SearchField struct {
	Type       string  `json:"type"`
	Analyzer   *string `json:"analyzer,omitempty"`
	Dimensions *int64  `json:"dimensions,omitempty"`
}

// Object is what an object store does by itself.
type Object struct {
	AbortUploadsAfter *string `json:"abort_uploads_after,omitempty"`
}

// Counter is what a counter namespace guarantees.
type Counter struct {
	Mode *string `json:"mode,omitempty"`
}

// Dataset is what a dataset's versions hold, and how many are kept.
type Dataset struct {
	Types        map[string]DatasetType `json:"types"`
	KeepVersions *int64                 `json:"keep_versions,omitempty"`
}

// DatasetType is one declared type.
type DatasetType struct {
	Fields     map[string]string `json:"fields"`
	PrimaryKey []string          `json:"primary_key,omitempty"`
}

// TimeSeries is how long events are kept, and how late they are taken.
type TimeSeries struct {
	Retention  *string `json:"retention,omitempty"`
	Acceptance *string `json:"acceptance,omitempty"`
}

// Workload is what is expected of a namespace.
type Workload struct {
	ReadsPerSecond  *Interval `json:"reads_per_second,omitempty"`
	WritesPerSecond *Interval `json:"writes_per_second,omitempty"`
	ItemBytes       *Interval `json:"item_bytes,omitempty"`
	Items           *Interval `json:"items,omitempty"`
	ReadLatencyMs   *Latency  `json:"read_latency_ms,omitempty"`
	WriteLatencyMs  *Latency  `json:"write_latency_ms,omitempty"`
}

// Interval is a value with its likely bounds.
type Interval struct {
	Low  *float64 `json:"low,omitempty"`
	Mid  *float64 `json:"mid,omitempty"`
	High *float64 `json:"high,omitempty"`
}

// Latency is a wish for the time that a call takes, in milliseconds.
type Latency struct {
	Mean *float64 `json:"mean,omitempty"`
	P99  *float64 `json:"p99,omitempty"`
}

// ParseSpec reads what is known of a spec and leaves the rest alone.
func ParseSpec(raw json.RawMessage) (*Spec, error) {
	spec := &Spec{}
	if err := json.Unmarshal(raw, spec); err != nil {
		return nil, fmt.Errorf("the namespace's spec is not what this version of the provider expects: %w", err)
	}
	return spec, nil
}

// Encode gives the spec as a request for something new.
func (s *Spec) Encode() (json.RawMessage, error) { return json.Marshal(s) }

// Over gives the spec as a replacement of the current one. What this provider does not know is kept as it is, so that an older provider never blanks a
// newer field; a value that the current spec leaves to the server stays left to it while the wish is that same default.
func (s *Spec) Over(current json.RawMessage, defaults map[string]string) (json.RawMessage, error) {
	known, err := ParseSpec(current)
	if err != nil {
		return nil, err
	}
	var theirs, understood, wish map[string]any
	if err := json.Unmarshal(current, &theirs); err != nil {
		return nil, err
	}
	if understood, err = object(known); err != nil {
		return nil, err
	}
	if wish, err = object(s); err != nil {
		return nil, err
	}
	for field, value := range defaults {
		if theirs[field] == nil && wish[field] == value {
			delete(wish, field)
		}
	}
	graft(wish, beyond(theirs, understood))
	return json.Marshal(wish)
}

func object(of any) (map[string]any, error) {
	encoded, err := json.Marshal(of)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	return out, json.Unmarshal(encoded, &out)
}

// beyond gives what is in theirs and not understood.
func beyond(theirs, understood map[string]any) map[string]any {
	rest := map[string]any{}
	for key, value := range theirs {
		inner, isObject := value.(map[string]any)
		switch ours, known := understood[key]; {
		case value == nil:
		case isObject:
			deeper, _ := ours.(map[string]any)
			if more := beyond(inner, deeper); len(more) > 0 {
				rest[key] = more
			}
		case !known:
			rest[key] = value
		}
	}
	return rest
}

func graft(on, rest map[string]any) {
	for key, value := range rest {
		more, isObject := value.(map[string]any)
		if existing, ok := on[key].(map[string]any); ok && isObject {
			graft(existing, more)
			continue
		}
		if _, taken := on[key]; !taken {
			on[key] = value
		}
	}
}
