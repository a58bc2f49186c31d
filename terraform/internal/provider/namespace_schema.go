package provider

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const keyValueAttribute = "key_value"

// nameValidator is the one rule of tenants' and namespaces' names; it is the API's own, and told at plan time.
var nameValidator = stringvalidator.RegexMatches(regexp.MustCompile(`^[a-z][a-z0-9-]{1,38}[a-z0-9]$`),
	"3 to 40 small letters, digits and hyphens, beginning with a letter and not ending with a hyphen")

// specDefaults are the API's defaults of a spec. They are said here too, so that a plan shows them and an absent field is no difference.
var specDefaults = map[string]string{
	"writes":      "last-write-wins",
	"consistency": "read-your-writes",
	"durability":  "replicated",
	"cache":       "auto",
	"engine":      "auto",
	"isolation":   "shared",
}

// settledByServer are the attributes that any change of the namespace may change.
var settledByServer = []string{"revision", "state", "state_reason", "epoch", "placements", "effective"}

// fixedByServer are given once and stay.
var fixedByServer = []string{"uid", "endpoint", "created_at"}

// onlyHere are the attributes that Quarry never hears of.
var onlyHere = []string{"deletion_retention", "timeouts"}

func (r *namespaceResource) schema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A namespace: one unit of data that a tenant owns, of one abstraction, served at its own endpoint.\n\n" +
			"Creating, changing and deleting wait for Quarry's operation to end, within `timeouts`. When the time is up before a creation " +
			"has ended, the resource is kept with a warning instead of being tainted, and the next apply goes on waiting for the same operation: " +
			"nothing is made twice or thrown away. A `postcondition` on `state` makes such a run fail where that is wanted.\n\n" +
			"What was asked (`workload`, `key_value`) and what is (`effective`, `placements`) are separate, so the planner's choices never show as a difference.",
		Attributes: map[string]schema.Attribute{
			"tenant":      fixedName("The tenant that owns the namespace."),
			"name":        fixedName("The namespace's name, unique in its tenant."),
			"description": schema.StringAttribute{MarkdownDescription: "What it is for.", Optional: true},
			"labels": schema.MapAttribute{
				MarkdownDescription: "Labels, for people and for placement.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.Map{mapvalidator.NoNullValues()},
			},
			"deletion_protection": schema.BoolAttribute{
				MarkdownDescription: "While true, Quarry refuses to delete the namespace, whoever asks. Default `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"deletion_retention": schema.StringAttribute{
				CustomType: durationType{},
				MarkdownDescription: "How long a destroyed namespace can be restored (ISO-8601): `P7D` keeps it a week, `PT0S` purges it at once. " +
					"Unset leaves it to Quarry, which keeps it a week. Known to Terraform only, until it destroys.",
				Optional: true,
			},
			"workload":          workloadAttribute(),
			keyValueAttribute:   keyValueBlock(),
			relationalAttribute: relationalBlock(),
			searchAttribute:     searchBlock(),
			cacheAttribute:      cacheBlock(),
			objectAttribute:     objectBlock(),
			counterAttribute:    counterBlock(),
			datasetAttribute:    datasetBlock(),
			timeSeriesAttribute: timeSeriesBlock(),
			"uid":               fixedByServerAttribute("The namespace's identity, never reused."),
			"endpoint":          fixedByServerAttribute("The path of its data below Quarry's address."),
			"created_at":        fixedByServerAttribute("When it was asked for (UTC, ISO-8601)."),
			"revision":          schema.Int64Attribute{MarkdownDescription: "Rises with each change of what is asked.", Computed: true},
			"state": schema.StringAttribute{
				MarkdownDescription: "Where it stands: `PENDING`, `PROVISIONING`, `ACTIVE`, `CHANGING`, `MOVING` or `NEEDS_ATTENTION`.",
				Computed:            true,
			},
			"state_reason": schema.StringAttribute{MarkdownDescription: "Why it stands there, where that needs saying.", Computed: true},
			"epoch":        schema.Int64Attribute{MarkdownDescription: "Rises with each move to another shard.", Computed: true},
			"placements": schema.ListNestedAttribute{
				MarkdownDescription: "Which shard plays which role.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"role":  schema.StringAttribute{MarkdownDescription: "`PRIMARY`, `CACHE`, `INDEX` or `BLOBS`.", Computed: true},
					"shard": schema.StringAttribute{MarkdownDescription: "The shard's name.", Computed: true},
				}},
			},
			"effective": effectiveAttribute(),
		},
		Blocks: map[string]schema.Block{
			"timeouts": timeouts.Block(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long to wait for a creation, such as `15m`. Default `10m`.",
				Update: true, UpdateDescription: "How long to wait for a change. Default `10m`.",
				Delete: true, DeleteDescription: "How long to wait for a deletion. Default `10m`.",
			}),
		},
	}
}

func fixedName(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Another one means another namespace.",
		Required:            true,
		Validators:          []validator.String{nameValidator},
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

func fixedByServerAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
	}
}

func workloadAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What is expected of it, from which the planner chooses layout, shard and limits. Changed in place.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"reads_per_second":  interval("Reads a second."),
			"writes_per_second": interval("Writes a second."),
			"item_bytes":        interval("Size of an item, in bytes."),
			"items":             interval("Number of items."),
			"read_latency_ms":   latency("How fast reads should be, in milliseconds."),
			"write_latency_ms":  latency("How fast writes should be, in milliseconds."),
		},
	}
}

func interval(description string) schema.SingleNestedAttribute {
	bound := func(description string) schema.Float64Attribute {
		return schema.Float64Attribute{
			MarkdownDescription: description, Optional: true,
			Validators: []validator.Float64{float64validator.AtLeast(0)},
		}
	}
	expected := bound("What is expected.")
	expected.Optional, expected.Required = false, true
	return schema.SingleNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"low":  bound("The least that is likely."),
			"mid":  expected,
			"high": bound("The most that is likely."),
		},
	}
}

func latency(description string) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"mean": schema.Float64Attribute{MarkdownDescription: "On average.", Optional: true},
			"p99":  schema.Float64Attribute{MarkdownDescription: "For 99 of 100 calls.", Optional: true},
		},
	}
}

func fixedChoice(field, description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Default `" + specDefaults[field] + "`. Another choice replaces the namespace.",
		Optional:            true,
		Computed:            true,
		Default:             stringdefault.StaticString(specDefaults[field]),
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

func anotherAbstractionReplaces() planmodifier.Object {
	return objectplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.ObjectRequest, resp *objectplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = req.StateValue.IsNull() != req.PlanValue.IsNull()
		}, "Another abstraction is another namespace.", "Another abstraction is another namespace.")
}

func keyValueBlock() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Makes it a key-value namespace: records of items sorted by key. Exactly one abstraction is chosen; `{}` takes every default.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"writes":      fixedChoice("writes", "How concurrent writes are decided: `last-write-wins` or `conditional`."),
			"consistency": fixedChoice("consistency", "What a read may miss: `read-your-writes`, `eventual` or `bounded`."),
			"durability":  fixedChoice("durability", "How many copies a write should have: `replicated` or `best-effort`."),
			"ttl": schema.StringAttribute{
				CustomType:          durationType{},
				MarkdownDescription: "How long an item lives that says nothing itself (ISO-8601, such as `P90D`). Unset: for ever. Changed in place.",
				Optional:            true,
			},
			"cache":     fixedChoice("cache", "Whether a cache stands in front: `auto` or `off`."),
			"engine":    fixedChoice("engine", "The engine that is asked for: `auto`, `cassandra` or `postgresql`."),
			"isolation": fixedChoice("isolation", "Whether the shard may hold other namespaces too: `shared` or `dedicated`."),
		},
		PlanModifiers: []planmodifier.Object{anotherAbstractionReplaces()},
	}
}
