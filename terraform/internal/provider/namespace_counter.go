package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

const defaultCounterMode = "eventual"

type counterModel struct {
	Mode types.String `tfsdk:"mode"`
	chosenModel
}

func (c *counterModel) wish(spec *client.Spec) {
	c.chosenModel.wish(spec)
	spec.Counter = &client.Counter{Mode: c.Mode.ValueStringPointer()}
	spec.Abstraction = counterAttribute
}

func counterOf(spec *client.Spec) *counterModel {
	mode := defaultCounterMode
	if spec.Counter != nil && spec.Counter.Mode != nil {
		mode = *spec.Counter.Mode
	}
	return &counterModel{Mode: types.StringValue(mode), chosenModel: chosenOf(spec)}
}

func counterBlock() schema.SingleNestedAttribute {
	return abstractionBlock("Makes it a counter namespace: counts that are added to. The data routes of counters are not there yet.",
		"`auto`, or what the mode is kept on: `memcached` for `best-effort`, `cassandra` for the others", map[string]schema.Attribute{
			"mode": schema.StringAttribute{
				MarkdownDescription: "What is guaranteed: `best-effort` may lose additions, `eventual` reads a checkpoint that lags, `accurate` adds what is not in it yet. " +
					"Default `" + defaultCounterMode + "`. Another mode replaces the namespace.",
				Optional:      true,
				Computed:      true,
				Default:       stringdefault.StaticString(defaultCounterMode),
				Validators:    []validator.String{stringvalidator.OneOf("best-effort", "eventual", "accurate")},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
		})
}
