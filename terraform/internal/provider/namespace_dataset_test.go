package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var datasetTypeType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"fields": types.MapType{ElemType: types.StringType}, "primary_key": types.ListType{ElemType: types.StringType},
}}

func aType(fields map[string]string, key ...string) attr.Value {
	all := map[string]attr.Value{}
	for name, kind := range fields {
		all[name] = types.StringValue(kind)
	}
	list := types.ListNull(types.StringType)
	if len(key) > 0 {
		var names []attr.Value
		for _, name := range key {
			names = append(names, types.StringValue(name))
		}
		list = types.ListValueMust(types.StringType, names)
	}
	return types.ObjectValueMust(datasetTypeType.AttrTypes, map[string]attr.Value{
		"fields": types.MapValueMust(types.StringType, all), "primary_key": list,
	})
}

func typesOf(all map[string]attr.Value) types.Map { return types.MapValueMust(datasetTypeType, all) }

func TestATypeGainsFieldsInPlaceAndLosesNone(t *testing.T) {
	movie := map[string]string{"id": "long", "title": "string"}
	state := typesOf(map[string]attr.Value{"Movie": aType(movie, "id"), "Person": aType(map[string]string{"name": "string"})})
	for name, test := range map[string]struct {
		plan types.Map
		lost bool
	}{
		"the same": {state, false},
		"more": {typesOf(map[string]attr.Value{
			"Movie":  aType(map[string]string{"id": "long", "title": "string", "year": "int"}, "id"),
			"Person": aType(map[string]string{"name": "string"}), "Country": aType(map[string]string{"code": "string"}, "code"),
		}), false},
		"a type less":    {typesOf(map[string]attr.Value{"Movie": aType(movie, "id")}), true},
		"a field less":   {typesOf(map[string]attr.Value{"Movie": aType(map[string]string{"id": "long"}, "id"), "Person": aType(map[string]string{"name": "string"})}), true},
		"another type":   {typesOf(map[string]attr.Value{"Movie": aType(map[string]string{"id": "int", "title": "string"}, "id"), "Person": aType(map[string]string{"name": "string"})}), true},
		"another key":    {typesOf(map[string]attr.Value{"Movie": aType(movie, "title"), "Person": aType(map[string]string{"name": "string"})}), true},
		"no key":         {typesOf(map[string]attr.Value{"Movie": aType(movie), "Person": aType(map[string]string{"name": "string"})}), true},
		"not known yet":  {types.MapUnknown(datasetTypeType), false},
		"no dataset now": {types.MapNull(datasetTypeType), false},
	} {
		if got := losesAType(state, test.plan); got != test.lost {
			t.Errorf("%s: %v", name, got)
		}
	}
}
