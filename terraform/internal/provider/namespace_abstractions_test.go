package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

func TestAccSearchGainsAFieldInPlaceAndLosesNone(t *testing.T) {
	name := freeName(t)
	same := statecheck.CompareValue(compare.ValuesSame())
	uid := tfjsonpath.New("uid")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				Config:           namespaceConfig(name, "  search = { fields = { title = { type = \"text\" } } }"),
				ConfigPlanChecks: action(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					is("state", knownvalue.StringExact("ACTIVE")),
					is("endpoint", knownvalue.StringExact("/data/v1/search/demo/"+name)),
					same.AddStateValue(namespaceAddress, uid),
				},
			},
			{
				Config: namespaceConfig(name, `  search = {
    fields = {
      title = { type = "text" }
      like  = { type = "dense-vector", dimensions = 3 }
    }
  }`),
				ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(namespaceAddress, uid)},
			},
			{
				Config:           namespaceConfig(name, "  search = { fields = { title = { type = \"keyword\" } } }"),
				ConfigPlanChecks: action(plancheck.ResourceActionReplace),
			},
		},
	})
}

func TestAccACounterOfAnotherModeIsAnotherNamespace(t *testing.T) {
	name := freeName(t)
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				Config: namespaceConfig(name, "  counter = {}"),
				ConfigStateChecks: []statecheck.StateCheck{
					is("state", knownvalue.StringExact("ACTIVE")),
					is("endpoint", knownvalue.StringExact("/data/v1/counters/demo/"+name)),
				},
			},
			{Config: namespaceConfig(name, "  counter = { mode = \"eventual\" }"), ConfigPlanChecks: action(plancheck.ResourceActionNoop)},
			{Config: namespaceConfig(name, "  counter = { mode = \"best-effort\" }"), ConfigPlanChecks: action(plancheck.ResourceActionReplace)},
		},
	})
}

func TestAccEachAbstractionIsMadeAndChangedInPlace(t *testing.T) {
	for block, bodies := range map[string][2]string{
		"cache":  {"  cache = {}", "  cache = { ttl = \"PT5M\" }"},
		"object": {"  object = {}", "  object = {\n    ttl = \"P9D\"\n    abort_uploads_after = \"P1D\"\n  }"},
		"dataset": {
			"  dataset = { types = { A = { fields = { i = \"int\" }, primary_key = [\"i\"] } } }",
			"  dataset = {\n    keep_versions = 3\n    types = { A = { fields = { i = \"int\", b = \"string\" }, primary_key = [\"i\"] } }\n  }",
		},
		"time_series": {"  time_series = {}", "  time_series = { retention = \"P90D\" }"},
		"relational":  {"  relational = {}", "  relational = { max_connections = 5 }"},
	} {
		t.Run(block, func(t *testing.T) {
			name := freeName(t)
			resource.Test(t, resource.TestCase{
				PreCheck:                 before(t),
				ProtoV6ProviderFactories: factories,
				CheckDestroy:             destroyed(t, name),
				Steps: []resource.TestStep{
					{Config: namespaceConfig(name, bodies[0]), ConfigStateChecks: []statecheck.StateCheck{is("state", knownvalue.StringExact("ACTIVE"))}},
					{Config: namespaceConfig(name, bodies[1]), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
				},
			})
		})
	}
}
