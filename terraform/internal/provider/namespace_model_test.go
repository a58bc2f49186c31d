package provider

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

const everything = `{"abstraction":"key-value","description":"user profiles","workload":{"reads_per_second":{"low":200,"mid":500,"high":2000},` +
	`"writes_per_second":{"mid":100},"item_bytes":{"mid":2048},"items":{"mid":5000000},"read_latency_ms":{"mean":2,"p99":20}},` +
	`"writes":"conditional","consistency":"eventual","durability":"best-effort","ttl":"P90D","cache":"off","engine":"cassandra",` +
	`"isolation":"dedicated","labels":{"region":"eu"},"deletion_protection":true}`

// bare is what the API answers for a spec in which nothing was said.
const bare = `{"abstraction":"key-value","description":"","workload":{},"writes":"last-write-wins","consistency":"read-your-writes",` +
	`"durability":"replicated","cache":"auto","engine":"auto","isolation":"shared","labels":{},"deletion_protection":false}`

func shown(spec string) *client.Namespace {
	leveled := "leveled"
	return &client.Namespace{
		UID: "u1", Tenant: "demo", Name: "profiles", Revision: 3, CreatedAt: "2026-11-24T08:00:00Z", Spec: json.RawMessage(spec),
		Status: client.Status{
			State: "ACTIVE", Epoch: 1, Endpoint: "/data/v1/kv/demo/profiles", Placements: []client.Placement{{Role: "PRIMARY", Shard: "cassandra-1"}},
			Effective: &client.Effective{
				Engine: "CASSANDRA", Replication: 1, Limits: &client.Limits{ReadsPerSecond: 10, WritesPerSecond: 5}, Warnings: []string{"one node"},
				Demand: &client.Demand{Millicores: 1, MemoryBytes: 2, DiskBytes: 3, ReadsPerSecond: 4, WritesPerSecond: 5, Objects: 6},
				Layout: &client.Layout{Replication: 1, Compaction: &leveled}, MonthlyCost: &client.Cost{Currency: "USD", PerMonth: 0.52},
			},
		},
	}
}

func none(t *testing.T, diags diag.Diagnostics) {
	t.Helper()
	if len(diags) > 0 {
		t.Fatal(diags)
	}
}

func TestASpecSurvivesTheWayThereAndBack(t *testing.T) {
	var model namespaceModel
	none(t, model.fill(t.Context(), shown(everything)))
	spec, diags := model.spec(t.Context())
	none(t, diags)
	encoded, err := spec.Encode()
	if err != nil || string(encoded) != everything {
		t.Fatalf("%s %v", encoded, err)
	}
}

func TestWhatIsIsTakenOver(t *testing.T) {
	var model namespaceModel
	none(t, model.fill(t.Context(), shown(bare)))
	if model.UID.ValueString() != "u1" || model.Revision.ValueInt64() != 3 || model.State.ValueString() != "ACTIVE" || !model.StateReason.IsNull() {
		t.Errorf("%+v", model)
	}
	if got := model.Placements.String(); got != `[{"role":"PRIMARY","shard":"cassandra-1"}]` {
		t.Error(got)
	}
	want := `{"demand":{"disk_bytes":3,"memory_bytes":2,"millicores":1,"objects":6,"reads_per_second":4,"writes_per_second":5},"engine":"CASSANDRA",` +
		`"layout":{"buckets":<null>,"cache_advised":false,"compaction":"leveled","partitions":<null>,"replication":1},` +
		`"limits":{"reads_per_second":10.000000,"writes_per_second":5.000000},"monthly_cost":{"currency":"USD","per_month":0.520000},` +
		`"reasons":<null>,"replication":1,"warnings":["one node"]}`
	if got := model.Effective.String(); got != want {
		t.Error(got)
	}
}

func TestAbsentEmptyAndDefaultAreKeptAsAsked(t *testing.T) {
	absent := namespaceModel{Labels: types.MapNull(types.StringType)}
	none(t, absent.fill(t.Context(), shown(bare)))
	if !absent.Description.IsNull() || !absent.Labels.IsNull() || absent.Workload != nil || !absent.KeyValue.TTL.IsNull() {
		t.Errorf("absent: %+v", absent)
	}
	empty := namespaceModel{
		Description: types.StringValue(""),
		Labels:      types.MapValueMust(types.StringType, nil),
		Workload:    &workloadModel{},
	}
	none(t, empty.fill(t.Context(), shown(bare)))
	if empty.Description.IsNull() || empty.Labels.IsNull() || empty.Workload == nil {
		t.Errorf("empty: %+v", empty)
	}
	minimal := namespaceModel{Labels: types.MapNull(types.StringType)}
	none(t, minimal.fill(t.Context(), shown(`{"abstraction":"key-value"}`)))
	if *minimal.KeyValue != *absent.KeyValue {
		t.Errorf("defaults: %+v", minimal.KeyValue)
	}
}

func TestWhatSomebodyTookOutIsSeen(t *testing.T) {
	var model namespaceModel
	none(t, model.fill(t.Context(), shown(everything)))
	none(t, model.fill(t.Context(), shown(bare)))
	if !model.Description.IsNull() || !model.Labels.IsNull() || model.Workload != nil || model.DeletionProtection.ValueBool() {
		t.Errorf("%+v", model)
	}
}

func TestOtherAbstractionsAreLeftAlone(t *testing.T) {
	var model namespaceModel
	if diags := model.fill(t.Context(), shown(`{"abstraction":"ledger"}`)); !diags.HasError() {
		t.Fatal("taken for a namespace that is known")
	}
}

func TestEachAbstractionSurvivesTheWayThereAndBack(t *testing.T) {
	for block, spec := range map[string]string{
		searchAttribute: `{"abstraction":"search","durability":"best-effort","engine":"elasticsearch","isolation":"shared","deletion_protection":false,` +
			`"search":{"fields":{"like":{"type":"dense-vector","dimensions":3},"title":{"type":"text","analyzer":"simple"}}}}`,
		cacheAttribute: `{"abstraction":"cache","durability":"replicated","ttl":"PT5M","engine":"auto","isolation":"shared","deletion_protection":false}`,
		objectAttribute: `{"abstraction":"object","durability":"replicated","ttl":"P9D","engine":"auto","isolation":"shared","deletion_protection":false,` +
			`"object":{"abort_uploads_after":"P2D"}}`,
		relationalAttribute: `{"abstraction":"relational","durability":"replicated","engine":"auto","isolation":"shared","deletion_protection":false,` +
			`"relational":{"max_connections":5,"statement_timeout":"PT1M","storage_bytes":16777216}}`,
		counterAttribute: `{"abstraction":"counter","durability":"replicated","engine":"auto","isolation":"shared","deletion_protection":false,` +
			`"counter":{"mode":"accurate"}}`,
		timeSeriesAttribute: `{"abstraction":"time-series","durability":"replicated","engine":"auto","isolation":"shared","deletion_protection":false,` +
			`"time_series":{"retention":"P90D","acceptance":"PT1H"}}`,
		datasetAttribute: `{"abstraction":"dataset","durability":"replicated","engine":"auto","isolation":"shared","deletion_protection":false,` +
			`"dataset":{"types":{"Movie":{"fields":{"director":"Person","id":"long"},"primary_key":["id"]},"Person":{"fields":{"name":"string"}}},"keep_versions":3}}`,
	} {
		t.Run(block, func(t *testing.T) {
			model := namespaceModel{Labels: types.MapNull(types.StringType)}
			none(t, model.fill(t.Context(), shown(spec)))
			if model.block() != block || model.KeyValue != nil {
				t.Errorf("%+v", model)
			}
			wish, diags := model.spec(t.Context())
			none(t, diags)
			if encoded, err := wish.Encode(); err != nil || string(encoded) != spec {
				t.Fatalf("%s %v", encoded, err)
			}
		})
	}
}

func TestWhatWasNotAskedOfAnAbstractionStaysUnsaidWhileItIsTheDefault(t *testing.T) {
	var model namespaceModel
	none(t, model.fill(t.Context(), shown(`{"abstraction":"object","object":{"abort_uploads_after":"P7D"}}`)))
	if !model.Object.AbortUploadsAfter.IsNull() {
		t.Error(model.Object)
	}
	none(t, model.fill(t.Context(), shown(`{"abstraction":"object","object":{"abort_uploads_after":"P8D"}}`)))
	if model.Object.AbortUploadsAfter.ValueString() != "P8D" {
		t.Error(model.Object)
	}
	none(t, model.fill(t.Context(), shown(`{"abstraction":"search","search":{"fields":{"title":{"type":"text","analyzer":"standard"}}}}`)))
	if !model.Search.Fields["title"].Analyzer.IsNull() || model.Object != nil {
		t.Error(model.Search)
	}
	none(t, model.fill(t.Context(), shown(`{"abstraction":"dataset","dataset":{"keep_versions":10,"types":{"A":{"fields":{"i":"int"},"primary_key":[]}}}}`)))
	if !model.Dataset.KeepVersions.IsNull() || model.Dataset.Types["A"].PrimaryKey != nil || model.Search != nil {
		t.Error(model.Dataset)
	}
	none(t, model.fill(t.Context(), shown(`{"abstraction":"time-series","time_series":{"retention":"P30D","acceptance":"PT24H"}}`)))
	if !model.TimeSeries.Retention.IsNull() || !model.TimeSeries.Acceptance.IsNull() || model.Dataset != nil {
		t.Error(model.TimeSeries)
	}
	none(t, model.fill(t.Context(), shown(`{"abstraction":"relational","relational":{"max_connections":20,"statement_timeout":"PT30S","storage_bytes":10737418240}}`)))
	if !model.Relational.MaxConnections.IsNull() || !model.Relational.StatementTimeout.IsNull() || !model.Relational.StorageBytes.IsNull() {
		t.Error(model.Relational)
	}
}

func TestAFieldThatGoesOrBecomesAnotherReplacesTheNamespace(t *testing.T) {
	kind := map[string]attr.Type{"type": types.StringType, "analyzer": types.StringType, "dimensions": types.Int64Type}
	field := func(what string, analyzer types.String) attr.Value {
		return types.ObjectValueMust(kind, map[string]attr.Value{
			"type": types.StringValue(what), "analyzer": analyzer, "dimensions": types.Int64Null(),
		})
	}
	fields := func(all map[string]attr.Value) types.Map {
		return types.MapValueMust(types.ObjectType{AttrTypes: kind}, all)
	}
	title := field("text", types.StringNull())
	before := fields(map[string]attr.Value{"title": title})
	for name, test := range map[string]struct {
		after types.Map
		want  bool
	}{
		"the same":           {before, false},
		"one more":           {fields(map[string]attr.Value{"title": title, "year": field("long", types.StringNull())}), false},
		"the default said":   {fields(map[string]attr.Value{"title": field("text", types.StringValue("standard"))}), false},
		"another analyzer":   {fields(map[string]attr.Value{"title": field("text", types.StringValue("simple"))}), true},
		"another type":       {fields(map[string]attr.Value{"title": field("keyword", types.StringNull())}), true},
		"gone":               {fields(map[string]attr.Value{"year": field("long", types.StringNull())}), true},
		"no search any more": {types.MapNull(types.ObjectType{AttrTypes: kind}), false},
	} {
		if got := losesAField(before, test.after); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"P7D": 168 * time.Hour, "PT168H": 168 * time.Hour, "PT0S": 0, "P1DT1H1M1.5S": 25*time.Hour + 61*time.Second + 500*time.Millisecond,
	} {
		if got, ok := parseDuration(text); !ok || got != want {
			t.Errorf("%s is %s", text, got)
		}
	}
	for _, text := range []string{"", "P", "PT", "P1DT", "7D", "P1W", "P1M", "P1Y", "-P1D", "P-1D", "PT1.5H", "p7d", "P9999999D", " P1D"} {
		if got, ok := parseDuration(text); ok {
			t.Errorf("%q was taken for %s", text, got)
		}
	}
	value := func(text string) durationValue { return durationValue{basetypes.NewStringValue(text)} }
	if same, _ := value("P7D").StringSemanticEquals(t.Context(), value("PT168H")); !same {
		t.Error("a week is not a week")
	}
	if same, _ := value("P7D").StringSemanticEquals(t.Context(), value("P8D")); same {
		t.Error("a week is eight days")
	}
}

func TestViolationsFindTheirAttribute(t *testing.T) {
	schema := (&namespaceResource{}).schema(t.Context())
	for field, want := range map[string]path.Path{
		"description":                        path.Root("description"),
		"name":                               path.Root("name"),
		"ttl":                                path.Root("key_value").AtName("ttl"),
		"consistency":                        path.Root("key_value").AtName("consistency"),
		"engine":                             path.Root("key_value").AtName("engine"),
		"abstraction":                        path.Root("key_value"),
		"retention":                          path.Root("deletion_retention"),
		"workload.reads_per_second.high":     path.Root("workload").AtName("reads_per_second").AtName("high"),
		"workload.reads_per_second.skew.top": path.Root("workload").AtName("reads_per_second"),
		"labels.region":                      path.Root("labels").AtMapKey("region"),
		"labels.quarry.io/team":              path.Root("labels").AtMapKey("quarry.io/team"),
	} {
		if got, found := attributeOf(t.Context(), schema, keyValueAttribute, field); !found || !got.Equal(want) {
			t.Errorf("%s leads to %s", field, got)
		}
	}
	for field, want := range map[string]path.Path{
		"ttl":                          path.Root("object").AtName("ttl"),
		"object.abort_uploads_after":   path.Root("object").AtName("abort_uploads_after"),
		"abstraction":                  path.Root("object"),
		"search.fields.Title":          path.Root("search").AtName("fields"),
		"search.fields.title.analyzer": path.Root("search").AtName("fields"),
	} {
		if got, found := attributeOf(t.Context(), schema, objectAttribute, field); !found || !got.Equal(want) {
			t.Errorf("%s leads to %s", field, got)
		}
	}
	if got, found := attributeOf(t.Context(), schema, keyValueAttribute, "cache"); !found || !got.Equal(path.Root("key_value").AtName("cache")) {
		t.Errorf("cache leads to %s", got)
	}
	if got, found := attributeOf(t.Context(), schema, keyValueAttribute, "colour"); found {
		t.Errorf("colour leads to %s", got)
	}
	diags := refused(t.Context(), schema, keyValueAttribute, "no", &client.Problem{Title: "bad", Status: 400, Violations: []client.Violation{
		{Field: "ttl", Message: "must be positive"}, {Field: "colour", Message: "is not known"},
	}})
	if len(diags) != 2 || diags[0].Detail() != "key_value.ttl: must be positive.\n\nBad (status 400)." {
		t.Fatal(diags)
	}
	if at, ok := diags[0].(diag.DiagnosticWithPath); !ok || !at.Path().Equal(path.Root("key_value")) {
		t.Error(diags[0])
	}
}
