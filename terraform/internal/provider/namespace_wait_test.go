package provider

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

func TestAccNamespaceSurvivesALostAnswer(t *testing.T) {
	name, line := freeName(t), newLine(t)
	lost := false
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{{
			PreConfig: line.disturbed(func(r *http.Request, _ *http.Response) bool {
				if r.Method != http.MethodPut || lost {
					return true
				}
				lost = true
				return false
			}),
			Config:            line.provider() + namespaceConfig(name, "  key_value = {}"),
			ConfigStateChecks: []statecheck.StateCheck{is("state", knownvalue.StringExact("ACTIVE"))},
		}},
	})
	if line.puts.Load() != 2 {
		t.Errorf("%d requests to create, of which one was lost", line.puts.Load())
	}
}

// No answer to the creation arrives at all, and the time is up: the next apply finds out, and adopts what it made.
func TestAccNamespaceIsAdoptedAfterACreationWithoutAnswer(t *testing.T) {
	name, line := freeName(t), newLine(t)
	made := ""
	config := line.provider() + namespaceConfig(name, "  key_value = {}\n  timeouts { create = \"4s\" }")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				PreConfig:          line.disturbed(withoutAnswer),
				Config:             config,
				ConfigStateChecks:  []statecheck.StateCheck{is("uid", knownvalue.Null())},
				ExpectNonEmptyPlan: true,
			},
			{
				PreConfig: func() {
					line.mended()
					ns, err := running(t).Namespace(t.Context(), "demo", name)
					if err != nil {
						t.Fatal(err)
					}
					made = ns.UID
				},
				Config:            config,
				ConfigPlanChecks:  action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{is("state", knownvalue.StringExact("ACTIVE"))},
				Check:             resource.TestCheckResourceAttrPtr(namespaceAddress, "uid", &made),
			},
		},
	})
}

func TestAccNamespaceIsDestroyedAfterACreationWithoutAnswer(t *testing.T) {
	name, line := freeName(t), newLine(t)
	config := line.provider() + namespaceConfig(name, "  key_value = {}\n  timeouts { create = \"4s\" }")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{PreConfig: line.disturbed(withoutAnswer), Config: config, ExpectNonEmptyPlan: true},
			{PreConfig: line.mended, Config: config, Destroy: true},
		},
	})
}

// A creation that was never answered may have met somebody else's namespace, which is neither taken over nor deleted.
func TestAccNamespaceOfSomebodyElseIsNotAdoptedAfterACreationWithoutAnswer(t *testing.T) {
	name, line := freeName(t), newLine(t)
	config := line.provider() + namespaceConfig(name, "  key_value = {}\n  timeouts { create = \"4s\" }")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				PreConfig: func() {
					createdElsewhere(t, name, `{"abstraction":"key-value"}`)
					line.disturbed(withoutAnswer)()
				},
				Config:             config,
				ExpectNonEmptyPlan: true,
			},
			{PreConfig: line.mended, Config: config, ExpectError: tells("Namespace demo/" + name + " exists already")},
			{Config: config, Destroy: true, ExpectError: tells("Namespace demo/" + name + " exists already")},
			{PreConfig: func() { deletedElsewhere(t, name) }, Config: config, ConfigPlanChecks: action(plancheck.ResourceActionCreate)},
		},
	})
}

// The wait for a creation runs out: nothing is tainted, and the next apply goes on waiting.
func TestAccNamespaceIsAdoptedAfterATimeOut(t *testing.T) {
	name, line := freeName(t), newLine(t)
	sameUID := statecheck.CompareValue(compare.ValuesSame())
	config := line.provider() + namespaceConfig(name, "  key_value = {}\n  timeouts {\n    create = \"3s\"\n    update = \"3s\"\n    delete = \"20s\"\n  }")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				// The stack is quicker than any time-out worth testing, so news of its success is held back.
				PreConfig: line.disturbed(told("RUNNING", "PROVISIONING")),
				Config:    config,
				ConfigStateChecks: []statecheck.StateCheck{
					is("state", knownvalue.StringExact("PROVISIONING")), sameUID.AddStateValue(namespaceAddress, tfjsonpath.New("uid")),
				},
				ExpectNonEmptyPlan: true,
			},
			{
				// Still no news, and now the wait of an update runs out: that is an error, and taints nothing either.
				Config:           config,
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				ExpectError:      regexp.MustCompile("time-out was reached"),
			},
			{
				PreConfig:        line.disturbed(toldToWhoWaits()),
				Config:           config,
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					is("state", knownvalue.StringExact("ACTIVE")), sameUID.AddStateValue(namespaceAddress, tfjsonpath.New("uid")),
				},
			},
		},
	})
}

// A run that should fail while the namespace is not ready says so in a postcondition; it taints nothing, and news of success needs no other apply.
func TestAccNamespaceNotReadyFailsWhereAPostconditionSaysSo(t *testing.T) {
	name, line := freeName(t), newLine(t)
	config := line.provider() + namespaceConfig(name, `
  key_value = {}
  timeouts {
    create = "3s"
    delete = "20s"
  }
  lifecycle {
    postcondition {
      condition     = self.state == "ACTIVE"
      error_message = "The namespace is ${self.state}."
    }
  }`)
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				PreConfig:   line.disturbed(told("RUNNING", "PROVISIONING")),
				Config:      config,
				ExpectError: tells("The namespace is PROVISIONING."),
			},
			{PreConfig: line.mended, Config: config, ConfigPlanChecks: action(plancheck.ResourceActionNoop)},
		},
	})
}

func TestAccNamespaceWhoseCreationFailedIsReplaced(t *testing.T) {
	name, line := freeName(t), newLine(t)
	config := line.provider() + namespaceConfig(name, "  key_value = {}")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				PreConfig:   line.disturbed(told("FAILED", "NEEDS_ATTENTION")),
				Config:      config,
				ExpectError: tells("Namespace demo/" + name + " was not created"),
			},
			{
				PreConfig:        line.mended,
				Config:           config,
				ConfigPlanChecks: action(plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}

func withoutAnswer(r *http.Request, _ *http.Response) bool { return r.Method != http.MethodPut }

var (
	succeeded = regexp.MustCompile(`"state"\s*:\s*"SUCCEEDED"`)
	active    = regexp.MustCompile(`"state"\s*:\s*"ACTIVE"`)
)

// told tells of an operation that has succeeded, and of the namespace that is active, something else.
func told(operation, namespace string) disturbance {
	return func(r *http.Request, answer *http.Response) bool {
		if r.Method != http.MethodGet {
			return true
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			return false
		}
		if strings.Contains(r.URL.Path, "/operations/") {
			body = succeeded.ReplaceAll(body, []byte(`"state":"`+operation+`"`))
		} else {
			body = active.ReplaceAll(body, []byte(`"state":"`+namespace+`"`))
		}
		answer.Body = io.NopCloser(bytes.NewReader(body))
		answer.ContentLength = int64(len(body))
		answer.Header.Del("Content-Length")
		return true
	}
}

// toldToWhoWaits holds the news of success back until somebody waits for it, which an apply does and a plan does not.
func toldToWhoWaits() disturbance {
	var awaited atomic.Bool
	early := told("RUNNING", "PROVISIONING")
	return func(r *http.Request, answer *http.Response) bool {
		if r.URL.Query().Has("wait") {
			awaited.Store(true)
		}
		return awaited.Load() || early(r, answer)
	}
}
