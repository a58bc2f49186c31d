package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// Namespace is a namespace as Quarry shows it: the wish, and what is.
type Namespace struct {
	UID       string          `json:"uid"`
	Tenant    string          `json:"tenant"`
	Name      string          `json:"name"`
	Revision  int64           `json:"revision"`
	CreatedAt string          `json:"created_at"`
	Spec      json.RawMessage `json:"spec"`
	Status    Status          `json:"status"`
}

// Status is what is, as opposed to what was asked.
type Status struct {
	State       string      `json:"state"`
	Reason      string      `json:"reason"`
	Epoch       int64       `json:"epoch"`
	Endpoint    string      `json:"endpoint"`
	OperationID string      `json:"operation_id"`
	Placements  []Placement `json:"placements"`
	Effective   *Effective  `json:"effective"`
}

// Effective is what the planner made of the wish.
type Effective struct {
	Engine      string   `json:"engine"`
	Replication int64    `json:"replication"`
	Limits      *Limits  `json:"limits"`
	Warnings    []string `json:"warnings"`
	Reasons     []string `json:"reasons"`
	Demand      *Demand  `json:"demand"`
	Layout      *Layout  `json:"layout"`
	MonthlyCost *Cost    `json:"monthly_cost"`
}

// Demand is what a namespace takes of its shard, over all copies.
type Demand struct {
	Millicores      int64 `json:"millicores"`
	MemoryBytes     int64 `json:"memory_bytes"`
	DiskBytes       int64 `json:"disk_bytes"`
	ReadsPerSecond  int64 `json:"reads_per_second"`
	WritesPerSecond int64 `json:"writes_per_second"`
	Objects         int64 `json:"objects"`
}

// Layout is how the data is laid out; what the engine has no choice of is nil.
type Layout struct {
	Replication  int64    `json:"replication"`
	Partitions   *int64   `json:"partitions"`
	Compaction   *string  `json:"compaction"`
	CacheAdvised bool     `json:"cache_advised"`
	Buckets      *Buckets `json:"buckets"`
}

// Buckets is how events are cut into partitions.
type Buckets struct {
	Slice  *string `json:"slice"`
	Time   string  `json:"time"`
	Events int64   `json:"events"`
}

// Cost is what a namespace costs a month of 730 hours, by the price list that Quarry was given.
type Cost struct {
	Currency string  `json:"currency"`
	PerMonth float64 `json:"per_month"`
}

// Limits is what admission allows a namespace, in requests a second.
type Limits struct {
	ReadsPerSecond  float64 `json:"reads_per_second"`
	WritesPerSecond float64 `json:"writes_per_second"`
}

// Placement says which shard plays which role for a namespace.
type Placement struct {
	Role  string `json:"role"`
	Shard string `json:"shard"`
}

// Gone says that the namespace is deleted, or on the way there: its name is, or will be, free.
func (n *Namespace) Gone() bool {
	switch n.Status.State {
	case "RETIRING", "RETIRED", "PURGED":
		return true
	default:
		return false
	}
}

// Settled says that no operation is carrying out the latest wish any more.
func (n *Namespace) Settled() bool { return n.Status.State == "ACTIVE" }

func namespacePath(tenant, name string) string {
	return fmt.Sprintf("/tenants/%s/namespaces/%s", url.PathEscape(tenant), url.PathEscape(name))
}

// Namespace reads one namespace.
func (c *Client) Namespace(ctx context.Context, tenant, name string) (*Namespace, error) {
	return get[Namespace](ctx, c, namespacePath(tenant, name))
}

// CreateNamespace asks for a namespace that must not exist yet. The same key and spec again give the first answer, so that a lost answer can be
// asked for. It returns nil without an error where the server says that exactly this namespace was there before.
func (c *Client) CreateNamespace(ctx context.Context, tenant, name string, spec json.RawMessage, key string) (*Operation, error) {
	return c.putNamespace(ctx, tenant, name, spec, map[string]string{"If-None-Match": "*", "Idempotency-Key": key})
}

// ChangeNamespace replaces the spec of exactly the revision given. It returns nil where nothing had to change.
func (c *Client) ChangeNamespace(ctx context.Context, tenant, name string, spec json.RawMessage, revision int64) (*Operation, error) {
	return c.putNamespace(ctx, tenant, name, spec, map[string]string{"If-Match": etag(revision), "Idempotency-Key": NewKey()})
}

func (c *Client) putNamespace(
	ctx context.Context, tenant, name string, spec json.RawMessage, header map[string]string,
) (*Operation, error) {
	got, err := c.do(ctx, request{method: http.MethodPut, path: namespacePath(tenant, name), header: header, body: spec})
	if err != nil {
		return nil, err
	}
	if got.status != http.StatusAccepted {
		return nil, nil
	}
	return accepted(got)
}

// DeleteNamespace retires exactly the revision given. retention is an ISO-8601 duration; empty leaves it to the server.
func (c *Client) DeleteNamespace(ctx context.Context, tenant, name, retention string, revision int64) (*Operation, error) {
	path := namespacePath(tenant, name)
	if retention != "" {
		path += "?" + url.Values{"retention": {retention}}.Encode()
	}
	header := map[string]string{"If-Match": etag(revision), "Idempotency-Key": NewKey()}
	got, err := c.do(ctx, request{method: http.MethodDelete, path: path, header: header})
	if err != nil {
		return nil, err
	}
	if got.status != http.StatusAccepted {
		return nil, nil
	}
	return accepted(got)
}

func etag(revision int64) string { return fmt.Sprintf(`"%d"`, revision) }
