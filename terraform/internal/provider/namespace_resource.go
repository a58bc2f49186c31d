package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

const (
	defaultPatience = 10 * time.Minute
	readPatience    = 2 * time.Minute
)

var (
	_ resource.ResourceWithConfigure        = &namespaceResource{}
	_ resource.ResourceWithConfigValidators = &namespaceResource{}
	_ resource.ResourceWithModifyPlan       = &namespaceResource{}
	_ resource.ResourceWithImportState      = &namespaceResource{}
	_ resource.ResourceWithIdentity         = &namespaceResource{}
)

type namespaceResource struct{ client *client.Client }

type namespaceIdentity struct {
	Tenant types.String `tfsdk:"tenant"`
	Name   types.String `tfsdk:"name"`
}

func newNamespaceResource() resource.Resource { return &namespaceResource{} }

func (r *namespaceResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_namespace"
}

func (r *namespaceResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.schema(ctx)
}

func (r *namespaceResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"tenant": identityschema.StringAttribute{RequiredForImport: true, Description: "The tenant that owns the namespace."},
		"name":   identityschema.StringAttribute{RequiredForImport: true, Description: "The namespace's name."},
	}}
}

func (r *namespaceResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{resourcevalidator.ExactlyOneOf(abstractionPaths...)}
}

func (r *namespaceResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.client, _ = req.ProviderData.(*client.Client)
}

// Create asks for the namespace and waits for it. An end that is not seen is a warning and a note in private state: Terraform would taint what an
// error leaves behind, and replace at the next apply what is perfectly well.
func (r *namespaceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model namespaceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	patience, diags := model.Timeouts.Create(ctx, defaultPatience)
	resp.Diagnostics.Append(diags...)
	spec, diags := model.spec(ctx)
	resp.Diagnostics.Append(diags...)
	if r.stop(&resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	encoded, err := spec.Encode()
	if err != nil {
		resp.Diagnostics.AddError("The namespace's spec cannot be written", err.Error())
		return
	}
	note := pending{Key: client.NewKey(), Spec: encoded}
	operation, err := r.client.CreateNamespace(ctx, model.Tenant.ValueString(), model.Name.ValueString(), encoded, note.Key)
	var unanswered *client.UnansweredError
	switch {
	case errors.As(err, &unanswered):
		model.blank()
		resp.Diagnostics.AddWarning("It is not known whether namespace "+model.address()+" was created",
			sentence(err)+" The next apply asks what became of the request, and goes on from there; nothing is made twice.")
	case err != nil && !alreadyThere(err):
		resp.Diagnostics.Append(refused(ctx, req.Plan.Schema, model.block(), "Namespace "+model.address()+" was not created", err)...)
		return
	case err != nil || operation == nil:
		resp.Diagnostics.AddError("Namespace "+model.address()+" exists already",
			"It was not made by this configuration. To manage it, import it: its identifier is "+model.address()+".")
		return
	default:
		note = pending{Operation: operation.ID}
		resp.Diagnostics.Append(r.finishCreate(ctx, &model, operation, &note)...)
	}
	resp.Diagnostics.Append(note.save(ctx, resp.Private)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (r *namespaceResource) finishCreate(ctx context.Context, model *namespaceModel, operation *client.Operation, note *pending) diag.Diagnostics {
	var diags diag.Diagnostics
	err := r.follow(ctx, note)
	ns, readErr := r.lastLook(ctx, model)
	model.blank()
	if readErr == nil {
		diags.Append(model.fill(ctx, ns)...)
	} else if operation.Target.UID != "" {
		model.UID = types.StringValue(operation.Target.UID)
	}
	switch {
	case err != nil && ended(err):
		diags.AddError("Namespace "+model.address()+" was not created", sentence(err)+" The next apply replaces what is left of it.")
	case err != nil || readErr != nil:
		*note = pending{Operation: operation.ID}
		diags.AddWarning("Namespace "+model.address()+" is not ready yet",
			sentence(errors.Join(err, readErr))+" It is kept, and the next apply goes on waiting for it.")
	default:
		diags.Append(unmet(model.address(), ns)...)
	}
	return diags
}

func (r *namespaceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model namespaceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	note, diags := readPending(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if r.stop(&resp.Diagnostics) {
		return
	}
	// First of all, since even a resource that is found to be gone must leave with its identity.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	ctx, cancel := context.WithTimeout(ctx, readPatience)
	defer cancel()
	ns, err := r.client.Namespace(ctx, model.Tenant.ValueString(), model.Name.ValueString())
	switch {
	case client.NotFound(err):
		resp.Diagnostics.Append(r.absent(ctx, &model)...)
		if !resp.Diagnostics.HasError() {
			resp.State.RemoveResource(ctx)
		}
	case err != nil:
		resp.Diagnostics.Append(refused(ctx, req.State.Schema, model.block(), "Namespace "+model.address()+" cannot be read", err)...)
	case note.unconfirmed():
		// Whose it is, Update finds out; until then, nothing is taken over.
	case ns.Gone():
		resp.State.RemoveResource(ctx)
	case model.UID.ValueString() != "" && model.UID.ValueString() != ns.UID:
		resp.Diagnostics.AddWarning("Namespace "+model.address()+" is another one now",
			fmt.Sprintf("The one that Terraform manages (%s) was deleted, and another (%s) has taken its name. To manage that one, import it.",
				model.UID.ValueString(), ns.UID))
		resp.State.RemoveResource(ctx)
	default:
		resp.Diagnostics.Append(model.fill(ctx, ns)...)
		resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
		if ns.Settled() {
			resp.Diagnostics.Append(pending{}.save(ctx, resp.Private)...)
		}
	}
}

// Update first ends what an earlier run left open, then changes what differs, in place.
func (r *namespaceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state namespaceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	note, diags := readPending(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	patience, diags := plan.Timeouts.Update(ctx, defaultPatience)
	resp.Diagnostics.Append(diags...)
	wish, diags := plan.spec(ctx)
	resp.Diagnostics.Append(diags...)
	had, diags := state.spec(ctx)
	resp.Diagnostics.Append(diags...)
	if r.stop(&resp.Diagnostics) {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	resumed := !note.none()
	if !resumed && reflect.DeepEqual(wish, had) {
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		return
	}
	if resumed {
		resp.Diagnostics.Append(r.resume(ctx, &plan, &note)...)
		resp.Diagnostics.Append(note.save(ctx, resp.Private)...)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	resp.Diagnostics.Append(r.change(ctx, req.Plan.Schema, &plan, &state, wish, resumed, &note)...)
	resp.Diagnostics.Append(note.save(ctx, resp.Private)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (r *namespaceResource) change(
	ctx context.Context, schema typed, plan, state *namespaceModel, wish *client.Spec, resumed bool, note *pending,
) diag.Diagnostics {
	var diags diag.Diagnostics
	summary := "Namespace " + plan.address() + " was not changed"
	current, err := r.settled(ctx, plan)
	if err != nil {
		diags.AddError(summary, sentence(err))
		return diags
	}
	revision := state.Revision.ValueInt64()
	if resumed {
		revision = current.Revision // the state was written before the change that has just ended
	}
	body, err := wish.Over(current.Spec, specDefaults)
	if err != nil {
		diags.AddError(summary, sentence(err))
		return diags
	}
	operation, err := r.client.ChangeNamespace(ctx, plan.Tenant.ValueString(), plan.Name.ValueString(), body, revision)
	if client.HasStatus(err, http.StatusPreconditionFailed) {
		diags.AddError(summary, "It has been changed by somebody else since this plan was made. Plan again to see how. "+sentence(err))
		return diags
	}
	if err != nil {
		return refused(ctx, schema, plan.block(), summary, err)
	}
	if operation != nil {
		*note = pending{Operation: operation.ID}
		if err := r.follow(ctx, note); err != nil {
			diags.AddError("The change of namespace "+plan.address()+" has not ended well", sentence(err)+" The next apply goes on from there.")
			return diags
		}
	}
	ns, err := r.lastLook(ctx, plan)
	if err != nil {
		diags.AddError("Namespace "+plan.address()+" was changed, but cannot be read", sentence(err))
		return diags
	}
	diags.Append(plan.fill(ctx, ns)...)
	diags.Append(unmet(plan.address(), ns)...)
	return diags
}

func (r *namespaceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state namespaceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	note, diags := readPending(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	patience, diags := state.Timeouts.Delete(ctx, defaultPatience)
	resp.Diagnostics.Append(diags...)
	if r.stop(&resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	summary := "Namespace " + state.address() + " was not deleted"
	ns, err := r.client.Namespace(ctx, state.Tenant.ValueString(), state.Name.ValueString())
	switch {
	case client.NotFound(err):
		resp.Diagnostics.Append(r.absent(ctx, &state)...)
		return
	case err != nil:
		resp.Diagnostics.Append(refused(ctx, req.State.Schema, state.block(), summary, err)...)
		return
	case note.unconfirmed():
		resp.Diagnostics.Append(r.confirm(ctx, &state, &note)...)
		if resp.Diagnostics.HasError() {
			return
		}
	case state.UID.ValueString() != "" && state.UID.ValueString() != ns.UID:
		return // ours is gone; this one only has its name
	}
	if !ns.Gone() {
		if ns, err = r.settled(ctx, &state); err != nil {
			resp.Diagnostics.AddError(summary, sentence(err))
			return
		}
		operation, err := r.client.DeleteNamespace(ctx, state.Tenant.ValueString(), state.Name.ValueString(),
			state.DeletionRetention.ValueString(), ns.Revision)
		if err != nil && !client.NotFound(err) {
			resp.Diagnostics.Append(refused(ctx, req.State.Schema, state.block(), summary, err)...)
			return
		}
		if err != nil || operation == nil {
			return
		}
		ns.Status.OperationID = operation.ID
	}
	if ns.Status.OperationID == "" {
		return
	}
	if err := r.await(ctx, ns.Status.OperationID); err != nil {
		resp.Diagnostics.AddError("The deletion of namespace "+state.address()+" has not ended", sentence(err))
	}
}

// absent makes sure that a namespace that was not found is gone. Quarry says the same of one whose tenant the caller may not see, and there it may
// live on: to forget it then would make the next apply fail to create what is there, and a destroy succeed without destroying.
func (r *namespaceResource) absent(ctx context.Context, model *namespaceModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if _, err := r.client.Tenant(ctx, model.Tenant.ValueString()); err != nil {
		diags.AddError("It cannot be seen whether namespace "+model.address()+" is still there",
			sentence(err)+" Without a role in tenant "+model.Tenant.ValueString()+" nothing follows for its namespaces. If tenant and namespace are gone "+
				"for good, take the namespace out with `terraform state rm`.")
	}
	return diags
}

func (r *namespaceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity namespaceIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		tenant, name, found := strings.Cut(req.ID, "/")
		if !found || tenant == "" || name == "" || strings.Contains(name, "/") {
			resp.Diagnostics.AddError("Not the identifier of a namespace", fmt.Sprintf("%q should be TENANT/NAME, such as demo/profiles.", req.ID))
			return
		}
		identity = namespaceIdentity{Tenant: types.StringValue(tenant), Name: types.StringValue(name)}
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("tenant"), identity.Tenant)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), identity.Name)...)
}

func (m *namespaceModel) identity() namespaceIdentity {
	return namespaceIdentity{Tenant: m.Tenant, Name: m.Name}
}

// stop ends a call that cannot be carried out, for want of valid input or of a client.
func (r *namespaceResource) stop(diags *diag.Diagnostics) bool {
	if !diags.HasError() && r.client == nil {
		diags.Append(unconfigured())
	}
	return diags.HasError()
}

func unconfigured() diag.Diagnostic {
	return diag.NewErrorDiagnostic("Quarry's provider is not configured yet",
		"Its settings depend on something that is not applied yet. Apply that first, with -target, or give the provider values that are known.")
}
