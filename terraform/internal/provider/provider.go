// Package provider says in Terraform's words what internal/client does: one file for each resource and data source, its test beside it.
package provider

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

type quarryProvider struct{ version string }

type providerModel struct {
	Endpoint     types.String `tfsdk:"endpoint"`
	TokenURL     types.String `tfsdk:"token_url"`
	ClientID     types.String `tfsdk:"client_id"`
	ClientSecret types.String `tfsdk:"client_secret"`
	Token        types.String `tfsdk:"token"`
}

// New makes the provider of one version, as providerserver wants it.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &quarryProvider{version: version} }
}

func (p *quarryProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "quarry"
	resp.Version = p.version
}

func (p *quarryProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declares what a team wants of [Quarry](https://github.com/quarry-platform/quarry), a self-service, multi-tenant data " +
			"platform.\n\nEach argument may come from an environment variable instead. A caller is either a `token`, or a client (`token_url`, " +
			"`client_id`, `client_secret`) for which the provider obtains tokens and renews them as they expire.",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				MarkdownDescription: "Where Quarry's API is, such as `https://quarry.example.com`. Else `QUARRY_URL`.",
				Optional:            true,
			},
			"token_url": schema.StringAttribute{
				MarkdownDescription: "The identity provider's token endpoint. Else `QUARRY_TOKEN_URL`.",
				Optional:            true,
			},
			"client_id": schema.StringAttribute{
				MarkdownDescription: "The client that calls. Else `QUARRY_CLIENT_ID`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("token"))},
			},
			"client_secret": schema.StringAttribute{
				MarkdownDescription: "The client's secret. Else `QUARRY_CLIENT_SECRET`.",
				Optional:            true,
				Sensitive:           true,
				Validators:          []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("token"))},
			},
			"token": schema.StringAttribute{
				MarkdownDescription: "An access token to use as it is, in place of a client. It is not renewed. Else `QUARRY_TOKEN`.",
				Optional:            true,
				Sensitive:           true,
			},
		},
	}
}

func (p *quarryProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if config.unknown() {
		// The values come from something that is yet to be applied. A plan goes on without a client; whatever needs one says so.
		if req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
		}
		return
	}
	made, err := client.New(config.settle(os.Getenv, p.userAgent(req.TerraformVersion)))
	if err != nil {
		resp.Diagnostics.AddError("Quarry's provider is not configured",
			fmt.Sprintf("%v. Set endpoint, and token or token_url, client_id and client_secret, in the provider block, or QUARRY_URL, and "+
				"QUARRY_TOKEN or QUARRY_TOKEN_URL, QUARRY_CLIENT_ID and QUARRY_CLIENT_SECRET, in the environment.", err))
		return
	}
	resp.ResourceData = made
	resp.DataSourceData = made
}

func (p *quarryProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newNamespaceResource}
}

func (p *quarryProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{newTenantDataSource}
}

func (p *quarryProvider) userAgent(terraform string) string {
	return fmt.Sprintf("Terraform/%s terraform-provider-quarry/%s (+https://github.com/quarry-platform/quarry)", terraform, p.version)
}

func (m providerModel) unknown() bool {
	for _, value := range []types.String{m.Endpoint, m.TokenURL, m.ClientID, m.ClientSecret, m.Token} {
		if value.IsUnknown() {
			return true
		}
	}
	return false
}

// settle joins the provider block and the environment. What the block says about the caller wins as a whole: a client named there is
// not overruled by a token that happens to be in the environment, nor the other way round.
func (m providerModel) settle(environment func(string) string, userAgent string) client.Config {
	or := func(value types.String, variable string) string {
		if text := value.ValueString(); text != "" {
			return text
		}
		return environment(variable)
	}
	config := client.Config{Endpoint: or(m.Endpoint, "QUARRY_URL"), UserAgent: userAgent}
	namesClient := m.ClientID.ValueString() != "" || m.ClientSecret.ValueString() != ""
	if !namesClient {
		config.Token = or(m.Token, "QUARRY_TOKEN")
	}
	if config.Token == "" {
		config.TokenURL = or(m.TokenURL, "QUARRY_TOKEN_URL")
		config.ClientID = or(m.ClientID, "QUARRY_CLIENT_ID")
		config.ClientSecret = or(m.ClientSecret, "QUARRY_CLIENT_SECRET")
	}
	return config
}
