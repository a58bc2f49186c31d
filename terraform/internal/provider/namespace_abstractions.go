package provider

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

const (
	relationalAttribute = "relational"
	searchAttribute     = "search"
	cacheAttribute      = "cache"
	objectAttribute     = "object"
	counterAttribute    = "counter"
	datasetAttribute    = "dataset"
	timeSeriesAttribute = "time_series"
)

// What the API takes where nothing is said; an attribute that says nothing stays null while the API answers with these.
const (
	defaultMaxConnections   = int64(20)
	defaultStatementTimeout = "PT30S"
	defaultStorageBytes     = int64(10) << 30
	defaultAbortUploads     = "P7D"
	defaultAnalyzer         = "standard"
)

// abstractionPaths are the blocks of which exactly one says what kind of data a namespace holds.
var abstractionPaths = []path.Expression{
	path.MatchRoot(keyValueAttribute), path.MatchRoot(relationalAttribute), path.MatchRoot(searchAttribute),
	path.MatchRoot(cacheAttribute), path.MatchRoot(objectAttribute), path.MatchRoot(counterAttribute),
	path.MatchRoot(datasetAttribute), path.MatchRoot(timeSeriesAttribute),
}

// chosenModel is what every abstraction but key-value lets one choose of where and how safely it is kept.
type chosenModel struct {
	Durability types.String `tfsdk:"durability"`
	Engine     types.String `tfsdk:"engine"`
	Isolation  types.String `tfsdk:"isolation"`
}

type relationalModel struct {
	MaxConnections   types.Int64   `tfsdk:"max_connections"`
	StatementTimeout durationValue `tfsdk:"statement_timeout"`
	StorageBytes     types.Int64   `tfsdk:"storage_bytes"`
	chosenModel
}

type searchModel struct {
	Fields map[string]searchFieldModel `tfsdk:"fields"`
	chosenModel
}

type searchFieldModel struct {
	Type       types.String `tfsdk:"type"`
	Analyzer   types.String `tfsdk:"analyzer"`
	Dimensions types.Int64  `tfsdk:"dimensions"`
}

type cacheModel struct {
	TTL durationValue `tfsdk:"ttl"`
	chosenModel
}

type objectModel struct {
	TTL               durationValue `tfsdk:"ttl"`
	AbortUploadsAfter durationValue `tfsdk:"abort_uploads_after"`
	chosenModel
}

// block names the attribute that says which abstraction it is.
func (m *namespaceModel) block() string {
	switch {
	case m.Relational != nil:
		return relationalAttribute
	case m.Search != nil:
		return searchAttribute
	case m.Cache != nil:
		return cacheAttribute
	case m.Object != nil:
		return objectAttribute
	case m.Counter != nil:
		return counterAttribute
	case m.Dataset != nil:
		return datasetAttribute
	case m.TimeSeries != nil:
		return timeSeriesAttribute
	default:
		return keyValueAttribute
	}
}

// particulars puts into the spec what the chosen block says.
func (m *namespaceModel) particulars(spec *client.Spec) {
	switch {
	case m.KeyValue != nil:
		m.KeyValue.wish(spec)
	case m.Relational != nil:
		m.Relational.wish(spec)
		spec.Relational = &client.Relational{
			MaxConnections:   m.Relational.MaxConnections.ValueInt64Pointer(),
			StatementTimeout: m.Relational.StatementTimeout.ValueStringPointer(),
			StorageBytes:     m.Relational.StorageBytes.ValueInt64Pointer(),
		}
		spec.Abstraction = relationalAttribute
	case m.Search != nil:
		m.Search.wish(spec)
		fields := map[string]client.SearchField{}
		for name, field := range m.Search.Fields {
			fields[name] = client.SearchField{
				Type: field.Type.ValueString(), Analyzer: field.Analyzer.ValueStringPointer(), Dimensions: field.Dimensions.ValueInt64Pointer(),
			}
		}
		spec.Search = &client.Search{Fields: fields}
		spec.Abstraction = searchAttribute
	case m.Cache != nil:
		m.Cache.wish(spec)
		spec.TTL = m.Cache.TTL.ValueStringPointer()
		spec.Abstraction = cacheAttribute
	case m.Object != nil:
		m.Object.wish(spec)
		spec.TTL = m.Object.TTL.ValueStringPointer()
		spec.Object = &client.Object{AbortUploadsAfter: m.Object.AbortUploadsAfter.ValueStringPointer()}
		spec.Abstraction = objectAttribute
	case m.Counter != nil:
		m.Counter.wish(spec)
	case m.Dataset != nil:
		m.Dataset.wish(spec)
	case m.TimeSeries != nil:
		m.TimeSeries.wish(spec)
	}
}

func (c chosenModel) wish(spec *client.Spec) {
	spec.Durability = c.Durability.ValueStringPointer()
	spec.Engine = c.Engine.ValueStringPointer()
	spec.Isolation = c.Isolation.ValueStringPointer()
}

// fillParticulars takes over what Quarry says of the abstraction, and tells whether this provider knows it.
func (m *namespaceModel) fillParticulars(spec *client.Spec) bool {
	asked := *m
	m.KeyValue, m.Relational, m.Search, m.Cache, m.Object = nil, nil, nil, nil, nil
	m.Counter, m.Dataset, m.TimeSeries = nil, nil, nil
	switch spec.Abstraction {
	case keyValueAbstraction:
		m.fillKeyValue(spec)
	case relationalAttribute:
		m.fillRelational(spec, asked.Relational)
	case searchAttribute:
		m.fillSearch(spec, asked.Search)
	case cacheAttribute:
		m.Cache = &cacheModel{TTL: durationOf(spec.TTL), chosenModel: chosenOf(spec)}
	case objectAttribute:
		m.fillObject(spec, asked.Object)
	case counterAttribute:
		m.Counter = counterOf(spec)
	case datasetAttribute:
		m.Dataset = datasetOf(spec, asked.Dataset)
	case timeSeriesAbstraction:
		m.TimeSeries = timeSeriesOf(spec, asked.TimeSeries)
	default:
		return false
	}
	return true
}

func (m *namespaceModel) fillRelational(spec *client.Spec, asked *relationalModel) {
	if asked == nil {
		asked = &relationalModel{}
	}
	said := spec.Relational
	if said == nil {
		said = &client.Relational{}
	}
	m.Relational = &relationalModel{
		MaxConnections:   numberUnlessUnsaid(asked.MaxConnections, said.MaxConnections, defaultMaxConnections),
		StatementTimeout: durationUnlessUnsaid(asked.StatementTimeout, said.StatementTimeout, defaultStatementTimeout),
		StorageBytes:     numberUnlessUnsaid(asked.StorageBytes, said.StorageBytes, defaultStorageBytes),
		chosenModel:      chosenOf(spec),
	}
}

func (m *namespaceModel) fillSearch(spec *client.Spec, asked *searchModel) {
	m.Search = &searchModel{Fields: map[string]searchFieldModel{}, chosenModel: chosenOf(spec)}
	if spec.Search == nil {
		return
	}
	for name, field := range spec.Search.Fields {
		model := searchFieldModel{
			Type: types.StringValue(field.Type), Analyzer: types.StringPointerValue(field.Analyzer), Dimensions: types.Int64PointerValue(field.Dimensions),
		}
		unsaid := asked == nil || asked.Fields[name].Analyzer.IsNull()
		if unsaid && model.Analyzer.ValueString() == defaultAnalyzer {
			model.Analyzer = types.StringNull()
		}
		m.Search.Fields[name] = model
	}
}

func (m *namespaceModel) fillObject(spec *client.Spec, asked *objectModel) {
	if asked == nil {
		asked = &objectModel{}
	}
	var abort *string
	if spec.Object != nil {
		abort = spec.Object.AbortUploadsAfter
	}
	m.Object = &objectModel{
		TTL:               durationOf(spec.TTL),
		AbortUploadsAfter: durationUnlessUnsaid(asked.AbortUploadsAfter, abort, defaultAbortUploads),
		chosenModel:       chosenOf(spec),
	}
}

func chosenOf(spec *client.Spec) chosenModel {
	return chosenModel{
		Durability: orDefault("durability", spec.Durability),
		Engine:     orDefault("engine", spec.Engine),
		Isolation:  orDefault("isolation", spec.Isolation),
	}
}

func durationOf(text *string) durationValue {
	return durationValue{basetypes.NewStringPointerValue(text)}
}

func durationUnlessUnsaid(asked durationValue, answer *string, unsaid string) durationValue {
	if answer == nil || asked.IsNull() && sameDuration(*answer, unsaid) {
		return durationValue{basetypes.NewStringNull()}
	}
	return durationOf(answer)
}

func sameDuration(one, other string) bool {
	mine, ok := parseDuration(one)
	theirs, okToo := parseDuration(other)
	return ok && okToo && mine == theirs
}

func numberUnlessUnsaid(asked types.Int64, answer *int64, unsaid int64) types.Int64 {
	if answer == nil || asked.IsNull() && *answer == unsaid {
		return types.Int64Null()
	}
	return types.Int64Value(*answer)
}

func abstractionBlock(description, engines string, more map[string]schema.Attribute) schema.SingleNestedAttribute {
	more["durability"] = fixedChoice("durability", "How many copies a write should have: `replicated` or `best-effort`.")
	more["engine"] = fixedChoice("engine", "The engine that is asked for: "+engines+".")
	more["isolation"] = fixedChoice("isolation", "Whether the shard may hold other namespaces too: `shared` or `dedicated`.")
	return schema.SingleNestedAttribute{
		MarkdownDescription: description + " Another abstraction is another namespace.",
		Optional:            true,
		Attributes:          more,
		PlanModifiers:       []planmodifier.Object{anotherAbstractionReplaces()},
	}
}

func optionalDuration(description string) schema.StringAttribute {
	return schema.StringAttribute{CustomType: durationType{}, MarkdownDescription: description + " Changed in place.", Optional: true}
}

func optionalNumber(description string, least, most int64) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description + " Changed in place.", Optional: true,
		Validators: []validator.Int64{int64validator.Between(least, most)},
	}
}

func relationalBlock() schema.SingleNestedAttribute {
	return abstractionBlock("Makes it a relational namespace: a PostgreSQL database of its own. Credentials are asked for by the API, and never in a state file.",
		"`auto` or `postgresql`", map[string]schema.Attribute{
			"max_connections":   optionalNumber("Connections of all clients together, 1 to 50. Unset: 20.", 1, 50),
			"statement_timeout": optionalDuration("After which a statement ends, from `PT1S` to `PT1H`. Unset: `PT30S`."),
			"storage_bytes":     optionalNumber("With indices and dead rows, 16 MiB to 1 TiB. Unset: 10 GiB.", 1<<24, 1<<40),
		})
}

func cacheBlock() schema.SingleNestedAttribute {
	return abstractionBlock("Makes it a cache: entries that may be lost.", "`auto` or `memcached`",
		map[string]schema.Attribute{
			"ttl": optionalDuration("How long an entry lives that says nothing itself (ISO-8601, such as `PT30M`). Unset: until it is evicted."),
		})
}

func objectBlock() schema.SingleNestedAttribute {
	return abstractionBlock("Makes it an object namespace: objects under paths. The data routes of objects are not there yet.", "`auto` or `s3`",
		map[string]schema.Attribute{
			"ttl":                 optionalDuration("After which objects expire, in whole days. Unset: never."),
			"abort_uploads_after": optionalDuration("How long the parts of an upload that nobody completed are kept, whole days from `P1D` to `P30D`. Unset: `P7D`."),
		})
}

func searchBlock() schema.SingleNestedAttribute {
	return abstractionBlock("Makes it a search namespace: documents with declared fields. The data routes of search are not there yet.",
		"`auto` or `elasticsearch`", map[string]schema.Attribute{
			"fields": schema.MapNestedAttribute{
				MarkdownDescription: "The fields that can be asked for, 1 to 200, by name. One is added in place; without one, or with another type, analyzer " +
					"or dimensions, the namespace is replaced.",
				Required: true,
				Validators: []validator.Map{
					mapvalidator.SizeBetween(1, 200),
					mapvalidator.KeysAre(stringvalidator.RegexMatches(regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`),
						"a small letter, then small letters, digits and underscores, 64 in all")),
				},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"type": schema.StringAttribute{
						MarkdownDescription: "`keyword`, `text`, `long`, `double`, `date`, `boolean`, `geo-point` or `dense-vector`.",
						Required:            true,
						Validators: []validator.String{
							stringvalidator.OneOf("keyword", "text", "long", "double", "date", "boolean", "geo-point", "dense-vector"),
						},
					},
					"analyzer": schema.StringAttribute{
						MarkdownDescription: "What makes words of a `text`: `standard`, `simple`, `whitespace` or `keyword`. Unset: `standard`.",
						Optional:            true,
						Validators:          []validator.String{stringvalidator.OneOf("standard", "simple", "whitespace", "keyword")},
					},
					"dimensions": schema.Int64Attribute{
						MarkdownDescription: "Of a `dense-vector`, and of that only: 1 to 4096.",
						Optional:            true,
						Validators:          []validator.Int64{int64validator.Between(1, 4096)},
					},
				}},
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplaceIf(
					func(_ context.Context, req planmodifier.MapRequest, resp *mapplanmodifier.RequiresReplaceIfFuncResponse) {
						resp.RequiresReplace = losesAField(req.StateValue, req.PlanValue)
					}, "A field stays as it was declared.", "A field stays as it was declared.")},
			},
		})
}

// losesAField says whether a declared field is to go, or to become another. What is not known yet is left to the API.
func losesAField(state, plan types.Map) bool {
	if state.IsNull() || plan.IsNull() || plan.IsUnknown() {
		return false
	}
	planned := plan.Elements()
	for name, before := range state.Elements() {
		after, there := planned[name]
		if !there || !after.IsUnknown() && declaration(before) != declaration(after) {
			return true
		}
	}
	return false
}

type declared struct{ kind, analyzer, dimensions string }

// declaration tells fields apart as the API does, to which no analyzer is the standard one.
func declaration(value attr.Value) declared {
	object, ok := value.(types.Object)
	if !ok {
		return declared{}
	}
	attributes := object.Attributes()
	text := func(name string) string {
		if attributes[name] == nil || attributes[name].IsNull() {
			return ""
		}
		return attributes[name].String()
	}
	field := declared{text("type"), text("analyzer"), text("dimensions")}
	if field.analyzer == types.StringValue(defaultAnalyzer).String() {
		field.analyzer = ""
	}
	return field
}
