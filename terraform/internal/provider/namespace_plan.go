package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// ModifyPlan does three things that no attribute can decide alone: it refuses to plan the deletion of a protected namespace, it plans going on
// with a change whose end was not seen, and it keeps what is known where only Terraform's own settings change.
func (r *namespaceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() {
		return
	}
	if req.Plan.Raw.IsNull() {
		var protected types.Bool
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("deletion_protection"), &protected)...)
		if protected.ValueBool() {
			resp.Diagnostics.AddAttributeError(path.Root("deletion_protection"), "The namespace is protected from deletion",
				"Apply deletion_protection = false first, then destroy.")
		}
		return
	}
	unfinished, diags := readPending(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	switch {
	case resp.Diagnostics.HasError():
	case !unfinished.none():
		r.planUnknown(ctx, req, resp)
	case onlyTerraformsOwn(req.State.Raw, req.Plan.Raw):
		for _, name := range settledByServer {
			value, err := req.State.Schema.TypeAtPath(ctx, path.Root(name))
			if err.HasError() {
				resp.Diagnostics.Append(err...)
				return
			}
			known := value.ValueType(ctx)
			resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(name), &known)...)
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), known)...)
		}
	}
}

// planUnknown makes the plan an update, because everything that the server settles is open until the pending change has ended.
func (r *namespaceResource) planUnknown(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	names := slices.Clone(settledByServer)
	var uid types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("uid"), &uid)...)
	if uid.IsNull() {
		names = append(names, fixedByServer...)
	}
	for _, name := range names {
		kind, diags := req.Plan.Schema.TypeAtPath(ctx, path.Root(name))
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		unknown, err := kind.ValueFromTerraform(ctx, tftypes.NewValue(kind.TerraformType(ctx), tftypes.UnknownValue))
		if err != nil {
			resp.Diagnostics.AddError("The plan cannot be made", err.Error())
			return
		}
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), unknown)...)
	}
}

// onlyTerraformsOwn says that nothing differs of what Quarry would hear.
func onlyTerraformsOwn(state, plan tftypes.Value) bool {
	differences, err := state.Diff(plan)
	if err != nil {
		return false
	}
	for _, difference := range differences {
		if len(difference.Path.Steps()) == 0 {
			continue // the object as a whole: differs whenever a part does
		}
		root, ok := difference.Path.Steps()[0].(tftypes.AttributeName)
		if !ok || !slices.Contains(onlyHere, string(root)) && !slices.Contains(settledByServer, string(root)) {
			return false
		}
	}
	return true
}
