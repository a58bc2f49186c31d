package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

type effectiveModel struct {
	Engine      string       `tfsdk:"engine"`
	Replication int64        `tfsdk:"replication"`
	Limits      *limitsModel `tfsdk:"limits"`
	Warnings    []string     `tfsdk:"warnings"`
	Reasons     []string     `tfsdk:"reasons"`
	Demand      *demandModel `tfsdk:"demand"`
	Layout      *layoutModel `tfsdk:"layout"`
	MonthlyCost *costModel   `tfsdk:"monthly_cost"`
}

type limitsModel struct {
	ReadsPerSecond  float64 `tfsdk:"reads_per_second"`
	WritesPerSecond float64 `tfsdk:"writes_per_second"`
}

type demandModel struct {
	Millicores      int64 `tfsdk:"millicores"`
	MemoryBytes     int64 `tfsdk:"memory_bytes"`
	DiskBytes       int64 `tfsdk:"disk_bytes"`
	ReadsPerSecond  int64 `tfsdk:"reads_per_second"`
	WritesPerSecond int64 `tfsdk:"writes_per_second"`
	Objects         int64 `tfsdk:"objects"`
}

type layoutModel struct {
	Replication  int64         `tfsdk:"replication"`
	Partitions   *int64        `tfsdk:"partitions"`
	Compaction   *string       `tfsdk:"compaction"`
	CacheAdvised bool          `tfsdk:"cache_advised"`
	Buckets      *bucketsModel `tfsdk:"buckets"`
}

type bucketsModel struct {
	Slice  *string `tfsdk:"slice"`
	Time   string  `tfsdk:"time"`
	Events int64   `tfsdk:"events"`
}

type costModel struct {
	Currency string  `tfsdk:"currency"`
	PerMonth float64 `tfsdk:"per_month"`
}

func effectiveAttribute() schema.SingleNestedAttribute {
	number := func(text string) schema.Attribute {
		return schema.Int64Attribute{MarkdownDescription: text, Computed: true}
	}
	decimal := func(text string) schema.Attribute {
		return schema.Float64Attribute{MarkdownDescription: text, Computed: true}
	}
	text := func(text string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: text, Computed: true}
	}
	sentences := func(text string) schema.Attribute {
		return schema.ListAttribute{MarkdownDescription: text, ElementType: types.StringType, Computed: true}
	}
	nested := func(text string, attributes map[string]schema.Attribute) schema.Attribute {
		return schema.SingleNestedAttribute{MarkdownDescription: text, Computed: true, Attributes: attributes}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What the planner made of the wish.",
		Computed:            true,
		Attributes: map[string]schema.Attribute{
			"engine":      text("The engine that holds the data."),
			"replication": number("Copies of each item."),
			"limits": nested("What admission allows, in requests a second.", map[string]schema.Attribute{
				"reads_per_second":  decimal("Reads a second."),
				"writes_per_second": decimal("Writes a second."),
			}),
			"warnings": sentences("What was asked and is not met."),
			"reasons":  sentences("Why it was chosen so."),
			"demand": nested("What it takes of its shard, over all copies.", map[string]schema.Attribute{
				"millicores":        number("Thousandths of a core."),
				"memory_bytes":      number("Bytes of memory."),
				"disk_bytes":        number("Bytes of disk, the room for compaction included."),
				"reads_per_second":  number("Reads a second, as clients send them."),
				"writes_per_second": number("Writes a second, as clients send them."),
				"objects":           number("Tables, indices or databases."),
			}),
			"layout": nested("How the data is laid out; null where the engine has no such choice.", map[string]schema.Attribute{
				"replication":   number("Copies of each item."),
				"partitions":    number("Parts that the data is split into."),
				"compaction":    text("How files are merged: `leveled` or `tiered`."),
				"cache_advised": schema.BoolAttribute{MarkdownDescription: "Whether a cache in front would pay.", Computed: true},
				"buckets": nested("How events are cut into partitions; null where there are no events.", map[string]schema.Attribute{
					"slice":  text("How long one table holds events of; null where one table holds all."),
					"time":   text("How long a partition holds events of."),
					"events": number("Into how many partitions the events of that time are spread."),
				}),
			}),
			"monthly_cost": nested("What it costs a month, by the price list of the installation.", map[string]schema.Attribute{
				"currency":  text("ISO 4217."),
				"per_month": decimal("For 730 hours."),
			}),
		},
	}
}

var effectiveType = effectiveAttribute().GetType().(attr.TypeWithAttributeTypes).AttributeTypes()

func effectiveValue(ctx context.Context, effective *client.Effective) (types.Object, diag.Diagnostics) {
	if effective == nil {
		return types.ObjectNull(effectiveType), nil
	}
	return types.ObjectValueFrom(ctx, effectiveType, effectiveModel{
		Engine:      effective.Engine,
		Replication: effective.Replication,
		Limits:      (*limitsModel)(effective.Limits),
		Warnings:    effective.Warnings,
		Reasons:     effective.Reasons,
		Demand:      (*demandModel)(effective.Demand),
		Layout:      layoutOf(effective.Layout),
		MonthlyCost: (*costModel)(effective.MonthlyCost),
	})
}

func layoutOf(layout *client.Layout) *layoutModel {
	if layout == nil {
		return nil
	}
	return &layoutModel{
		Replication:  layout.Replication,
		Partitions:   layout.Partitions,
		Compaction:   layout.Compaction,
		CacheAdvised: layout.CacheAdvised,
		Buckets:      (*bucketsModel)(layout.Buckets),
	}
}
