package provider

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"go.yaml.in/yaml/v3"
)

// elsewhereSaid lists what the API's contract has and the resource has not under the same name, with where it went.
var elsewhereSaid = map[string]string{
	"spec.abstraction":    "the nested attribute that is set says which it is",
	"tenant":              "an argument",
	"name":                "an argument",
	"spec":                "its fields are arguments",
	"status":              "its fields are attributes",
	"status.reason":       "state_reason, since it stands beside more than a state",
	"status.operation_id": "followed by the provider; of no use once it has ended",
	"updated_at":          "it would show as a change of its own after every change",
	"permissions":         "of whoever applies, not of the namespace",
}

// contract is as much of an OpenAPI schema as it takes to know its fields.
type contract struct {
	Ref        string              `yaml:"$ref"`
	Properties map[string]contract `yaml:"properties"`
	Items      *contract           `yaml:"items"`
}

type contracts map[string]contract

func (all contracts) resolve(t *testing.T, c contract) contract {
	t.Helper()
	if c.Items != nil {
		c = *c.Items
	}
	if c.Ref == "" {
		return c
	}
	name := c.Ref[strings.LastIndex(c.Ref, "/")+1:]
	resolved, found := all[name]
	if !found {
		t.Fatalf("the contract has no %s", name)
	}
	return all.resolve(t, resolved)
}

// fields lists every field below a schema, as paths in the API's words.
func (all contracts) fields(t *testing.T, c contract, prefix string) []string {
	t.Helper()
	var paths []string
	for name, property := range all.resolve(t, c).Properties {
		paths = append(paths, prefix+name)
		paths = append(paths, all.fields(t, property, prefix+name+".")...)
	}
	slices.Sort(paths)
	return paths
}

func TestEveryFieldOfTheContractIsCarriedOrListedWithAReason(t *testing.T) {
	text, err := os.ReadFile("../../../docs/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Components struct {
			Schemas contracts `yaml:"schemas"`
		} `yaml:"components"`
	}
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	all := document.Components.Schemas
	fields := all.fields(t, contract{Ref: "Namespace"}, "")
	if len(fields) < 20 {
		t.Fatalf("the contract's namespace has only %v", fields)
	}
	schema := (&namespaceResource{}).schema(t.Context())
	for _, field := range fields {
		_, listed := elsewhereSaid[field]
		if listed {
			continue
		}
		at, found := attributeOf(t.Context(), schema, keyValueAttribute, strings.TrimPrefix(strings.TrimPrefix(field, "spec."), "status."))
		last := at.Steps()
		if strings.Contains(field, "placements.") {
			at = path.Root("placements").AtListIndex(0).AtName(field[strings.LastIndex(field, ".")+1:])
			kind, diags := schema.TypeAtPath(t.Context(), at)
			found, last = kind != nil && !diags.HasError(), at.Steps()
		}
		if !found || last[len(last)-1].String() != field[strings.LastIndex(field, ".")+1:] {
			t.Errorf("the provider does not carry %s: give it an attribute, or list it with a reason", field)
		}
	}
	for field := range elsewhereSaid {
		if !slices.Contains(fields, field) {
			t.Errorf("%s is listed and not in the contract any more", field)
		}
	}
}
