package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

const keyValueAbstraction = "key-value"

type namespaceModel struct {
	Tenant             types.String     `tfsdk:"tenant"`
	Name               types.String     `tfsdk:"name"`
	Description        types.String     `tfsdk:"description"`
	Labels             types.Map        `tfsdk:"labels"`
	DeletionProtection types.Bool       `tfsdk:"deletion_protection"`
	DeletionRetention  durationValue    `tfsdk:"deletion_retention"`
	Workload           *workloadModel   `tfsdk:"workload"`
	KeyValue           *keyValueModel   `tfsdk:"key_value"`
	Relational         *relationalModel `tfsdk:"relational"`
	Search             *searchModel     `tfsdk:"search"`
	Cache              *cacheModel      `tfsdk:"cache"`
	Object             *objectModel     `tfsdk:"object"`
	Counter            *counterModel    `tfsdk:"counter"`
	Dataset            *datasetModel    `tfsdk:"dataset"`
	TimeSeries         *timeSeriesModel `tfsdk:"time_series"`
	UID                types.String     `tfsdk:"uid"`
	Endpoint           types.String     `tfsdk:"endpoint"`
	CreatedAt          types.String     `tfsdk:"created_at"`
	Revision           types.Int64      `tfsdk:"revision"`
	State              types.String     `tfsdk:"state"`
	StateReason        types.String     `tfsdk:"state_reason"`
	Epoch              types.Int64      `tfsdk:"epoch"`
	Placements         types.List       `tfsdk:"placements"`
	Effective          types.Object     `tfsdk:"effective"`
	Timeouts           timeouts.Value   `tfsdk:"timeouts"`
}

type workloadModel struct {
	ReadsPerSecond  *intervalModel `tfsdk:"reads_per_second"`
	WritesPerSecond *intervalModel `tfsdk:"writes_per_second"`
	ItemBytes       *intervalModel `tfsdk:"item_bytes"`
	Items           *intervalModel `tfsdk:"items"`
	ReadLatencyMs   *latencyModel  `tfsdk:"read_latency_ms"`
	WriteLatencyMs  *latencyModel  `tfsdk:"write_latency_ms"`
}

type intervalModel struct {
	Low  types.Float64 `tfsdk:"low"`
	Mid  types.Float64 `tfsdk:"mid"`
	High types.Float64 `tfsdk:"high"`
}

type latencyModel struct {
	Mean types.Float64 `tfsdk:"mean"`
	P99  types.Float64 `tfsdk:"p99"`
}

type keyValueModel struct {
	Writes      types.String  `tfsdk:"writes"`
	Consistency types.String  `tfsdk:"consistency"`
	Durability  types.String  `tfsdk:"durability"`
	TTL         durationValue `tfsdk:"ttl"`
	Cache       types.String  `tfsdk:"cache"`
	Engine      types.String  `tfsdk:"engine"`
	Isolation   types.String  `tfsdk:"isolation"`
}

var placementType = types.ObjectType{AttrTypes: map[string]attr.Type{"role": types.StringType, "shard": types.StringType}}

// address is how people name the namespace, and how it is imported.
func (m *namespaceModel) address() string { return m.Tenant.ValueString() + "/" + m.Name.ValueString() }

// spec is the wish in the API's words.
func (m *namespaceModel) spec(ctx context.Context) (*client.Spec, diag.Diagnostics) {
	spec := &client.Spec{
		Description:        m.Description.ValueStringPointer(),
		DeletionProtection: m.DeletionProtection.ValueBoolPointer(),
	}
	diags := m.Labels.ElementsAs(ctx, &spec.Labels, false)
	if w := m.Workload; w != nil {
		spec.Workload = &client.Workload{
			ReadsPerSecond:  w.ReadsPerSecond.wish(),
			WritesPerSecond: w.WritesPerSecond.wish(),
			ItemBytes:       w.ItemBytes.wish(),
			Items:           w.Items.wish(),
			ReadLatencyMs:   w.ReadLatencyMs.wish(),
			WriteLatencyMs:  w.WriteLatencyMs.wish(),
		}
	}
	m.particulars(spec)
	return spec, diags
}

func (kv *keyValueModel) wish(spec *client.Spec) {
	spec.Abstraction = keyValueAbstraction
	spec.Writes = kv.Writes.ValueStringPointer()
	spec.Consistency = kv.Consistency.ValueStringPointer()
	spec.Durability = kv.Durability.ValueStringPointer()
	spec.TTL = kv.TTL.ValueStringPointer()
	spec.Cache = kv.Cache.ValueStringPointer()
	spec.Engine = kv.Engine.ValueStringPointer()
	spec.Isolation = kv.Isolation.ValueStringPointer()
}

func (m *intervalModel) wish() *client.Interval {
	if m == nil {
		return nil
	}
	return &client.Interval{Low: m.Low.ValueFloat64Pointer(), Mid: m.Mid.ValueFloat64Pointer(), High: m.High.ValueFloat64Pointer()}
}

func (m *latencyModel) wish() *client.Latency {
	if m == nil {
		return nil
	}
	return &client.Latency{Mean: m.Mean.ValueFloat64Pointer(), P99: m.P99.ValueFloat64Pointer()}
}

// fill takes over everything that Quarry says of the namespace. Where it says nothing, and nothing is what was asked, the way of asking is kept:
// absent, empty and default are not told apart by Quarry, but are by Terraform.
func (m *namespaceModel) fill(ctx context.Context, ns *client.Namespace) diag.Diagnostics {
	var diags diag.Diagnostics
	spec, err := client.ParseSpec(ns.Spec)
	if err != nil {
		diags.AddError("Namespace "+m.address()+" cannot be read", sentence(err))
		return diags
	}
	if !m.fillParticulars(spec) {
		diags.AddError("Namespace "+m.address()+" is of an abstraction that this provider does not know",
			"It is "+spec.Abstraction+". A newer version of the provider may know it.")
		return diags
	}
	m.Description = said(m.Description, spec.Description)
	if len(spec.Labels) > 0 || len(m.Labels.Elements()) > 0 {
		labels, more := types.MapValueFrom(ctx, types.StringType, spec.Labels)
		diags.Append(more...)
		m.Labels = labels
		if len(spec.Labels) == 0 {
			m.Labels = types.MapNull(types.StringType)
		}
	}
	m.DeletionProtection = types.BoolValue(spec.DeletionProtection != nil && *spec.DeletionProtection)
	m.fillWorkload(spec.Workload)
	diags.Append(m.fillStatus(ctx, ns)...)
	return diags
}

func (m *namespaceModel) fillWorkload(workload *client.Workload) {
	if workload == nil || *workload == (client.Workload{}) {
		if m.Workload != nil && *m.Workload != (workloadModel{}) {
			m.Workload = nil
		}
		return
	}
	m.Workload = &workloadModel{
		ReadsPerSecond:  intervalOf(workload.ReadsPerSecond),
		WritesPerSecond: intervalOf(workload.WritesPerSecond),
		ItemBytes:       intervalOf(workload.ItemBytes),
		Items:           intervalOf(workload.Items),
		ReadLatencyMs:   latencyOf(workload.ReadLatencyMs),
		WriteLatencyMs:  latencyOf(workload.WriteLatencyMs),
	}
}

func intervalOf(i *client.Interval) *intervalModel {
	if i == nil {
		return nil
	}
	return &intervalModel{Low: types.Float64PointerValue(i.Low), Mid: types.Float64PointerValue(i.Mid), High: types.Float64PointerValue(i.High)}
}

func latencyOf(l *client.Latency) *latencyModel {
	if l == nil {
		return nil
	}
	return &latencyModel{Mean: types.Float64PointerValue(l.Mean), P99: types.Float64PointerValue(l.P99)}
}

func (m *namespaceModel) fillKeyValue(spec *client.Spec) {
	m.KeyValue = &keyValueModel{
		Writes:      orDefault("writes", spec.Writes),
		Consistency: orDefault("consistency", spec.Consistency),
		Durability:  orDefault("durability", spec.Durability),
		TTL:         durationValue{basetypes.NewStringPointerValue(spec.TTL)},
		Cache:       orDefault("cache", spec.Cache),
		Engine:      orDefault("engine", spec.Engine),
		Isolation:   orDefault("isolation", spec.Isolation),
	}
}

func orDefault(field string, value *string) types.String {
	if value == nil {
		return types.StringValue(specDefaults[field])
	}
	return types.StringValue(*value)
}

func (m *namespaceModel) fillStatus(ctx context.Context, ns *client.Namespace) diag.Diagnostics {
	m.UID = types.StringValue(ns.UID)
	m.Endpoint = types.StringValue(ns.Status.Endpoint)
	m.CreatedAt = types.StringValue(ns.CreatedAt)
	m.Revision = types.Int64Value(ns.Revision)
	m.State = types.StringValue(ns.Status.State)
	m.StateReason = said(types.StringNull(), &ns.Status.Reason)
	m.Epoch = types.Int64Value(ns.Status.Epoch)
	placements := []attr.Value{}
	for _, placement := range ns.Status.Placements {
		placements = append(placements, types.ObjectValueMust(placementType.AttrTypes, map[string]attr.Value{
			"role": types.StringValue(placement.Role), "shard": types.StringValue(placement.Shard),
		}))
	}
	list, diags := types.ListValue(placementType, placements)
	m.Placements = list
	effective, more := effectiveValue(ctx, ns.Status.Effective)
	m.Effective = effective
	diags.Append(more...)
	return diags
}

// blank says of everything that the server decides that it is not known yet; Terraform allows no unknown value after an apply.
func (m *namespaceModel) blank() {
	m.UID, m.Endpoint, m.CreatedAt = types.StringNull(), types.StringNull(), types.StringNull()
	m.State, m.StateReason = types.StringNull(), types.StringNull()
	m.Revision, m.Epoch = types.Int64Null(), types.Int64Null()
	m.Placements = types.ListNull(placementType)
	m.Effective = types.ObjectNull(effectiveType)
}

// said gives a text as asked: an empty answer is null unless an empty text was asked for.
func said(asked types.String, answer *string) types.String {
	if answer == nil || *answer == "" {
		if asked.ValueString() == "" && !asked.IsUnknown() {
			return asked
		}
		return types.StringNull()
	}
	return types.StringValue(*answer)
}
