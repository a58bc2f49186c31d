package provider

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

// lastLook bounds the one read that follows a wait whose own time is up.
const lastLook = 15 * time.Second

// confirm learns what became of a creation that was never answered, by repeating it word for word.
func (r *namespaceResource) confirm(ctx context.Context, model *namespaceModel, note *pending) diag.Diagnostics {
	var diags diag.Diagnostics
	operation, err := r.client.CreateNamespace(ctx, model.Tenant.ValueString(), model.Name.ValueString(), note.Spec, note.Key)
	switch {
	case err == nil && operation == nil || alreadyThere(err):
		diags.AddError("Namespace "+model.address()+" exists already",
			"An earlier run asked for it without learning the outcome, and it turns out to be somebody else's. Remove it from the state, or "+
				"import it: its identifier is "+model.address()+".")
	case err != nil:
		diags.AddError("It is still not known whether namespace "+model.address()+" was created", sentence(err))
	default:
		*note = pending{Operation: operation.ID}
	}
	return diags
}

// resume sees an earlier run's change to its end.
func (r *namespaceResource) resume(ctx context.Context, model *namespaceModel, note *pending) diag.Diagnostics {
	if note.unconfirmed() {
		if diags := r.confirm(ctx, model, note); diags.HasError() {
			return diags
		}
	}
	var diags diag.Diagnostics
	if err := r.follow(ctx, note); err != nil {
		diags.AddError("Namespace "+model.address()+" is not ready", sentence(err))
	}
	return diags
}

// follow waits for the operation that is noted, and clears the note once it has ended in whatever way.
func (r *namespaceResource) follow(ctx context.Context, note *pending) error {
	err := r.await(ctx, note.Operation)
	if err == nil || ended(err) {
		*note = pending{}
	}
	return err
}

func (r *namespaceResource) await(ctx context.Context, operation string) error {
	return r.client.Await(ctx, operation, func(o client.Operation) {
		tflog.Info(ctx, "Waiting for Quarry: "+o.Standing(), map[string]any{"operation": o.ID, "state": o.State})
	})
}

// lastLook reads the namespace even when the time for waiting is up, so that the state says where it stands.
func (r *namespaceResource) lastLook(ctx context.Context, model *namespaceModel) (*client.Namespace, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
	defer cancel()
	return r.client.Namespace(ctx, model.Tenant.ValueString(), model.Name.ValueString())
}

// settled waits for whatever is under way, by whomever, and reads the namespace then: Quarry allows one change of it at a time.
func (r *namespaceResource) settled(ctx context.Context, model *namespaceModel) (*client.Namespace, error) {
	ns, err := r.client.Namespace(ctx, model.Tenant.ValueString(), model.Name.ValueString())
	if err != nil || ns.Settled() || ns.Status.OperationID == "" {
		return ns, err
	}
	if err := r.await(ctx, ns.Status.OperationID); err != nil && !ended(err) {
		return nil, err
	}
	return r.client.Namespace(ctx, model.Tenant.ValueString(), model.Name.ValueString())
}

func ended(err error) bool {
	var failed *client.FailedError
	return errors.As(err, &failed)
}

func alreadyThere(err error) bool {
	var problem *client.Problem
	return errors.As(err, &problem) && (problem.Status == http.StatusPreconditionFailed || problem.Code == "name-taken")
}

// unmet passes on what the planner could not give, once, when it is decided.
func unmet(address string, ns *client.Namespace) diag.Diagnostics {
	var diags diag.Diagnostics
	if ns.Status.Effective != nil && len(ns.Status.Effective.Warnings) > 0 {
		diags.AddWarning("Namespace "+address+" does not get all that was asked", strings.Join(ns.Status.Effective.Warnings, "\n"))
	}
	return diags
}
