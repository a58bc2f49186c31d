package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// pending is what a later run must know of a change whose end this run did not see. It lies in Terraform's private state, which survives between
// runs beside the resource.
type pending struct {
	// Operation is what to wait for; empty while it is not even known whether the request arrived.
	Operation string `json:"operation,omitempty"`
	// Key and Spec repeat the request of a creation word for word, which answers what became of the first.
	Key  string          `json:"key,omitempty"`
	Spec json.RawMessage `json:"spec,omitempty"`
}

const pendingKey = "pending"

type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func (p pending) none() bool { return p.Operation == "" && p.Key == "" }

// unconfirmed says that a creation was sent and never answered: the namespace may be ours, somebody else's, or not there.
func (p pending) unconfirmed() bool { return p.Operation == "" && p.Key != "" }

func readPending(ctx context.Context, from privateState) (pending, diag.Diagnostics) {
	var p pending
	raw, diags := from.GetKey(ctx, pendingKey)
	if diags.HasError() || len(raw) == 0 {
		return p, diags
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		diags.AddError("Private state cannot be read", "Quarry's provider left a note that it cannot read: "+err.Error())
	}
	return p, diags
}

// save replaces what is noted; a pending of nothing clears it, because private state has no way to delete a key.
func (p pending) save(ctx context.Context, to privateState) diag.Diagnostics {
	raw, err := json.Marshal(p)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state cannot be written", err.Error())}
	}
	return to.SetKey(ctx, pendingKey, raw)
}
