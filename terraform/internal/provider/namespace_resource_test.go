package provider

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

const full = `
  description = "user profiles"
  labels = { region = "eu" }
  workload = {
    reads_per_second  = { low = 20, mid = 50, high = 200 }
    writes_per_second = { mid = 10 }
    item_bytes        = { mid = 2048 }
    items             = { mid = 5000 }
    read_latency_ms   = { mean = 2, p99 = 20 }
  }
  key_value = { ttl = "PT2160H" }`

const changed = `
  description = "profiles of users"
  workload = {
    reads_per_second = { mid = 60 }
  }
  key_value = { ttl = "P30D" }
  timeouts { update = "5m" }`

func is(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(namespaceAddress, tfjsonpath.New(attribute), value)
}

func action(kind plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(namespaceAddress, kind)}}
}

func destroyed(t *testing.T, name string) resource.TestCheckFunc {
	return func(*terraform.State) error { return gone(t, name) }
}

// After each step that applies, the framework itself demands that the next plan is empty, before and after a refresh.
func TestAccNamespaceLifeCycle(t *testing.T) {
	name := freeName(t)
	sameUID := statecheck.CompareValue(compare.ValuesSame())
	newUID := statecheck.CompareValue(compare.ValuesDiffer())
	sameRevision := statecheck.CompareValue(compare.ValuesSame())
	uid, revision := tfjsonpath.New("uid"), tfjsonpath.New("revision")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				Config:           namespaceConfig(name, full),
				ConfigPlanChecks: action(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					is("state", knownvalue.StringExact("ACTIVE")),
					is("endpoint", knownvalue.StringExact("/data/v1/kv/demo/"+name)),
					is("placements", knownvalue.ListExact([]knownvalue.Check{knownvalue.MapExact(map[string]knownvalue.Check{
						"role": knownvalue.StringExact("PRIMARY"), "shard": knownvalue.StringExact("cassandra-1"),
					})})),
					is("effective", knownvalue.ObjectPartial(map[string]knownvalue.Check{"replication": knownvalue.Int64Exact(1)})),
					sameUID.AddStateValue(namespaceAddress, uid),
				},
			},
			{
				Config:           namespaceConfig(name, changed),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					is("description", knownvalue.StringExact("profiles of users")),
					is("labels", knownvalue.Null()),
					sameUID.AddStateValue(namespaceAddress, uid),
					sameRevision.AddStateValue(namespaceAddress, revision),
				},
			},
			{
				// Only Terraform's own settings differ: Quarry is not asked for anything.
				Config:           namespaceConfig(name, changed[:len(changed)-len(`timeouts { update = "5m" }`)]),
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					sameRevision.AddStateValue(namespaceAddress, revision),
					newUID.AddStateValue(namespaceAddress, uid),
				},
			},
			{
				ResourceName:                         namespaceAddress,
				ImportState:                          true,
				ImportStateId:                        "demo/" + name,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "uid",
				ImportStateVerifyIgnore:              []string{"deletion_retention"},
			},
			{
				Config: namespaceConfig(name, `  key_value = { consistency = "eventual" }`),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(namespaceAddress, plancheck.ResourceActionDestroyBeforeCreate),
				}},
				ConfigStateChecks: []statecheck.StateCheck{newUID.AddStateValue(namespaceAddress, uid)},
			},
		},
	})
}

func TestAccNamespaceImportBlockGivesAnEmptyPlan(t *testing.T) {
	name := freeName(t)
	plain := `
resource "quarry_namespace" "test" {
  tenant    = "demo"
  name      = "` + name + `"
  key_value = {}
}`
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{Config: plain},
			{ResourceName: namespaceAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: "demo/" + name},
			{Config: namespaceConfig(name, "  key_value = {}")}, // so that the destruction that follows purges at once
		},
	})
}

func TestAccNamespaceImportOfNonsense(t *testing.T) {
	name := freeName(t)
	nonsense := func(id, complaint string) resource.TestStep {
		return resource.TestStep{
			Config: namespaceConfig(name, "  key_value = {}"), ResourceName: namespaceAddress, ImportState: true, ImportStateId: id,
			ExpectError: regexp.MustCompile(complaint),
		}
	}
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		Steps:                    []resource.TestStep{nonsense(name, "should be\\s+TENANT/NAME"), nonsense("demo/"+name, "non-existent")},
	})
}

func TestAccNamespaceDriftIsMended(t *testing.T) {
	name := freeName(t)
	config := namespaceConfig(name, "  description = \"as declared\"\n  key_value = {}")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					description := "as somebody likes it"
					elsewhere(t, name, func(spec *client.Spec) { spec.Description = &description })
				},
				Config:            config,
				ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{is("description", knownvalue.StringExact("as declared"))},
			},
		},
	})
}

func TestAccNamespaceDeletedElsewhereIsMadeAgain(t *testing.T) {
	name := freeName(t)
	config := namespaceConfig(name, "  key_value = {}")
	otherUID := statecheck.CompareValue(compare.ValuesDiffer())
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: []statecheck.StateCheck{otherUID.AddStateValue(namespaceAddress, tfjsonpath.New("uid"))}},
			{
				PreConfig:         func() { deletedElsewhere(t, name) },
				Config:            config,
				ConfigPlanChecks:  action(plancheck.ResourceActionCreate),
				ConfigStateChecks: []statecheck.StateCheck{otherUID.AddStateValue(namespaceAddress, tfjsonpath.New("uid"))},
			},
			{
				// Another one under the same name is not ours: it is neither taken over nor deleted.
				PreConfig: func() {
					deletedElsewhere(t, name)
					createdElsewhere(t, name, `{"abstraction":"key-value","description":"somebody else's"}`)
				},
				Config:      config,
				ExpectError: regexp.MustCompile("exists already"),
			},
			{PreConfig: func() { deletedElsewhere(t, name) }, Config: config},
		},
	})
}

func TestAccNamespaceOfSomebodyElseIsNotTakenOver(t *testing.T) {
	name := freeName(t)
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			PreConfig:   func() { createdElsewhere(t, name, `{"abstraction":"key-value"}`) },
			Config:      namespaceConfig(name, "  key_value = {}"),
			ExpectError: tells("To manage it, import it: its identifier is demo/" + name),
		}, {
			// Whether it happens to be what was asked makes no difference.
			Config:      namespaceConfig(name, "  description = \"ours\"\n  key_value = {}"),
			ExpectError: tells("To manage it, import it: its identifier is demo/" + name),
		}},
	})
	deletedElsewhere(t, name)
}

func TestAccNamespaceDeletionProtection(t *testing.T) {
	name := freeName(t)
	protected := namespaceConfig(name, "  deletion_protection = true\n  key_value = {}")
	open := namespaceConfig(name, "  key_value = {}")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{Config: protected},
			{Config: protected, Destroy: true, ExpectError: tells("Apply deletion_protection = false first")},
			// Replacing it would delete it as well, and there the API itself says no.
			{
				Config:      namespaceConfig(name, "  deletion_protection = true\n  key_value = { consistency = \"eventual\" }"),
				ExpectError: regexp.MustCompile("deletion-protected"),
			},
			{Config: open, ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		},
	})
}

func TestAccNamespaceViolationsComeBackOnTheirAttribute(t *testing.T) {
	name := freeName(t)
	refusal := func(body, complaint string) resource.TestStep {
		return resource.TestStep{Config: namespaceConfig(name, body), ExpectError: regexp.MustCompile(complaint)}
	}
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			// Terraform quotes the line of the attribute that a diagnostic is about.
			refusal(`  key_value = { consistency = "telepathic" }`, `(?s)key_value = \{ consistency = "telepathic" \}.*key_value\.consistency:`),
			refusal("  key_value = {}\n  workload = {\n    items = { low = 9, mid = 1 }\n  }", `(?s)workload = \{.*workload\.items\.low:\s+must\s+not\s+be\s+above\s+mid`),
			refusal(`  key_value = { ttl = "P4000D" }`, `(?s)key_value = \{ ttl = "P4000D" \}.*key_value\.ttl:\s+must\s+be\s+from\s+PT1S`),
			refusal("  key_value = {}\n  labels = { Team = \"a\" }", `(?s)labels = \{ Team = "a" \}.*labels\["Team"\]`),
			{Config: namespaceConfig(name, "  key_value = {}")},
			// A change is told as a creation is.
			refusal(`  key_value = { ttl = "P4000D" }`, `(?s)was\s+not\s+changed.*key_value = \{ ttl = "P4000D" \}.*key_value\.ttl:`),
		},
	})
}

func TestAccNamespaceWithoutTheRight(t *testing.T) {
	name := freeName(t)
	elsewhere := `
resource "quarry_namespace" "test" {
  tenant    = "other"
  name      = "` + name + `"
  key_value = {}
}`
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: elsewhere, ExpectError: regexp.MustCompile(`status\s+404`)},
			{
				Config:      as(t, "demo-viewer") + namespaceConfig(name, "  key_value = {}"),
				ExpectError: regexp.MustCompile(`(?s)tenant-developer.*status\s+403`),
			},
		},
	})
}

// Neither whoever may not see the namespace, nor a wrong address, makes Terraform forget what is there.
func TestAccNamespaceIsNotForgottenByWhoCannotSeeIt(t *testing.T) {
	name := freeName(t)
	config := namespaceConfig(name, "  key_value = {}")
	stranger := as(t, "other-developer") + config
	somethingElse := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(somethingElse.Close)
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{Config: config},
			{Config: stranger, ExpectError: tells("It cannot be seen whether namespace demo/" + name + " is still there")},
			{Config: stranger, Destroy: true, ExpectError: tells("It cannot be seen whether namespace demo/" + name + " is still there")},
			{
				Config:      providerConfig(fmt.Sprintf("endpoint = %q", somethingElse.URL)) + config,
				ExpectError: tells("Namespace demo/" + name + " cannot be read"),
			},
			{Config: config, ConfigPlanChecks: action(plancheck.ResourceActionNoop)},
		},
	})
}

// A namespace whose data is kept for a while gives its name free at once.
func TestAccNamespaceKeptForItsRetentionIsReplaced(t *testing.T) {
	name := freeName(t)
	config := strings.ReplaceAll(namespaceConfig(name, "  key_value = {}"), "PT0S", "PT1S")
	otherUID := statecheck.CompareValue(compare.ValuesDiffer())
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: []statecheck.StateCheck{otherUID.AddStateValue(namespaceAddress, tfjsonpath.New("uid"))}},
			{
				Taint:             []string{namespaceAddress},
				Config:            config,
				ConfigPlanChecks:  action(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{otherUID.AddStateValue(namespaceAddress, tfjsonpath.New("uid"))},
			},
		},
	})
}
