package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

type tenantDataSource struct{ client *client.Client }

type tenantModel struct {
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Revision    types.Int64  `tfsdk:"revision"`
	CreatedAt   types.String `tfsdk:"created_at"`
}

func newTenantDataSource() datasource.DataSource { return &tenantDataSource{} }

func (d *tenantDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_tenant"
}

func (d *tenantDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A tenant: the organisation or team that owns namespaces. A tenant that the caller may not see is reported as absent.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "The tenant's name.",
				Required:            true,
				Validators:          []validator.String{nameValidator},
			},
			"description": schema.StringAttribute{MarkdownDescription: "What the tenant says of itself.", Computed: true},
			"revision":    schema.Int64Attribute{MarkdownDescription: "Rises with each change of the tenant.", Computed: true},
			"created_at":  schema.StringAttribute{MarkdownDescription: "When the tenant was made (UTC, ISO-8601).", Computed: true},
		},
	}
}

func (d *tenantDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.client, _ = req.ProviderData.(*client.Client)
}

func (d *tenantDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model tenantModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if d.client == nil {
		resp.Diagnostics.Append(unconfigured())
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readPatience)
	defer cancel()
	tenant, err := d.client.Tenant(ctx, model.Name.ValueString())
	if err != nil {
		resp.Diagnostics.Append(refused(ctx, req.Config.Schema, "", "Tenant "+model.Name.ValueString()+" cannot be read", err)...)
		return
	}
	model.Description = types.StringValue(tenant.Description)
	model.Revision = types.Int64Value(tenant.Revision)
	model.CreatedAt = types.StringValue(tenant.CreatedAt)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
