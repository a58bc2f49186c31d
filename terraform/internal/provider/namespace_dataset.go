package provider

import (
	"context"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

const defaultKeepVersions = int64(10)

type datasetModel struct {
	Types        map[string]datasetTypeModel `tfsdk:"types"`
	KeepVersions types.Int64                 `tfsdk:"keep_versions"`
	chosenModel
}

type datasetTypeModel struct {
	Fields     map[string]types.String `tfsdk:"fields"`
	PrimaryKey []types.String          `tfsdk:"primary_key"`
}

func (d *datasetModel) wish(spec *client.Spec) {
	d.chosenModel.wish(spec)
	declared := map[string]client.DatasetType{}
	for name, model := range d.Types {
		fields := map[string]string{}
		for field, kind := range model.Fields {
			fields[field] = kind.ValueString()
		}
		var key []string
		for _, field := range model.PrimaryKey {
			key = append(key, field.ValueString())
		}
		declared[name] = client.DatasetType{Fields: fields, PrimaryKey: key}
	}
	spec.Dataset = &client.Dataset{Types: declared, KeepVersions: d.KeepVersions.ValueInt64Pointer()}
	spec.Abstraction = datasetAttribute
}

func datasetOf(spec *client.Spec, asked *datasetModel) *datasetModel {
	if asked == nil {
		asked = &datasetModel{}
	}
	said := spec.Dataset
	if said == nil {
		said = &client.Dataset{}
	}
	model := &datasetModel{
		Types:        map[string]datasetTypeModel{},
		KeepVersions: numberUnlessUnsaid(asked.KeepVersions, said.KeepVersions, defaultKeepVersions),
		chosenModel:  chosenOf(spec),
	}
	for name, declared := range said.Types {
		fields := map[string]types.String{}
		for field, kind := range declared.Fields {
			fields[field] = types.StringValue(kind)
		}
		// no key, and a list without a field, are the same to Quarry
		key := asked.Types[name].PrimaryKey
		if len(declared.PrimaryKey) > 0 || len(key) > 0 {
			key = nil
			for _, field := range declared.PrimaryKey {
				key = append(key, types.StringValue(field))
			}
		}
		model.Types[name] = datasetTypeModel{Fields: fields, PrimaryKey: key}
	}
	return model
}

func datasetBlock() schema.SingleNestedAttribute {
	stays := "A type stays as it was declared; more of its fields may follow."
	return abstractionBlock("Makes it a dataset: versions of a whole data set, published at once. The data routes of datasets are not there yet.",
		"`auto` or `s3`", map[string]schema.Attribute{
			"keep_versions": optionalNumber("How many versions are kept, 1 to 1000. Unset: 10.", 1, 1000),
			"types": schema.MapNestedAttribute{
				MarkdownDescription: "What a version holds, 1 to 100 types by name (a capital first). Types and fields are added in place; without one, or with another " +
					"type of a field or another primary key, the namespace is replaced.",
				Required: true,
				Validators: []validator.Map{
					mapvalidator.SizeBetween(1, 100),
					mapvalidator.KeysAre(stringvalidator.RegexMatches(regexp.MustCompile(`^[A-Z][A-Za-z0-9_]{0,63}$`),
						"a capital letter, then letters, digits and underscores, 64 in all")),
				},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"fields": schema.MapAttribute{
						MarkdownDescription: "1 to 200 fields by name: `string`, `int`, `long`, `float`, `double`, `boolean`, `bytes`, or the name of another type.",
						ElementType:         types.StringType,
						Required:            true,
						Validators:          []validator.Map{mapvalidator.SizeBetween(1, 200), mapvalidator.NoNullValues()},
					},
					"primary_key": schema.ListAttribute{
						MarkdownDescription: "Up to 8 fields that tell records apart; required of a type that no other refers to.",
						ElementType:         types.StringType,
						Optional:            true,
						Validators:          []validator.List{listvalidator.SizeAtMost(8), listvalidator.UniqueValues()},
					},
				}},
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplaceIf(
					func(_ context.Context, req planmodifier.MapRequest, resp *mapplanmodifier.RequiresReplaceIfFuncResponse) {
						resp.RequiresReplace = losesAType(req.StateValue, req.PlanValue)
					}, stays, stays)},
			},
		})
}

// losesAType says whether a declared type or field is to go, or to become another. What is not known yet is left to the API.
func losesAType(state, plan types.Map) bool {
	if state.IsNull() || plan.IsNull() || plan.IsUnknown() {
		return false
	}
	planned := plan.Elements()
	for name, before := range state.Elements() {
		after, there := planned[name]
		if !there || !after.IsUnknown() && !holds(after, before) {
			return true
		}
	}
	return false
}

// holds says whether a type still has the fields that it had, under the same key.
func holds(after, before attr.Value) bool {
	fields, key := schemaOf(after)
	was, keyBefore := schemaOf(before)
	for name, kind := range was {
		now, there := fields[name]
		if !there || !now.IsUnknown() && !now.Equal(kind) {
			return false
		}
	}
	return slices.EqualFunc(key, keyBefore, func(one, other attr.Value) bool { return one.IsUnknown() || one.Equal(other) })
}

func schemaOf(value attr.Value) (map[string]attr.Value, []attr.Value) {
	object, ok := value.(types.Object)
	if !ok {
		return nil, nil
	}
	fields, _ := object.Attributes()["fields"].(types.Map)
	key, _ := object.Attributes()["primary_key"].(types.List)
	return fields.Elements(), key.Elements()
}
