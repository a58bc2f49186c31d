package provider

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

func TestAccNamespaceSurvivesALostAnswer(t *testing.T) {
	name, line := randomName(), newLine(t)
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
	if !t.Skipped() && line.puts.Load() != 2 {
		t.Errorf("%d requests to create, of which one was lost", line.puts.Load())
	}
}

// No answer to the creation arrives at all, and the time is up: the next apply finds out, and adopts what it made.
func TestAccNamespaceIsAdoptedAfterACreationWithoutAnswer(t *testing.T) {
	name, line := randomName(), newLine(t)
	config := line.provider() + namespaceConfig(name, "  key_value = {}\n  timeouts { create = \"8s\" }")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				PreConfig:          line.disturbed(func(r *http.Request, _ *http.Response) bool { return r.Method != http.MethodPut }),
				Config:             config,
				ConfigStateChecks:  []statecheck.StateCheck{is("uid", knownvalue.Null())},
				ExpectNonEmptyPlan: true,
			},
			{
				PreConfig:        line.mended,
				Config:           config,
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					is("uid", knownvalue.NotNull()), is("state", knownvalue.StringExact("ACTIVE")),
				},
			},
		},
	})
}

// The wait for a creation runs out: nothing is tainted, and the next apply goes on waiting.
func TestAccNamespaceIsAdoptedAfterATimeOut(t *testing.T) {
	name, line := randomName(), newLine(t)
	config := line.provider() + namespaceConfig(name, "  key_value = {}\n  timeouts {\n    create = \"3s\"\n    update = \"3s\"\n  }")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			{
				// The stack is quicker than any time-out worth testing, so news of its success is held back.
				PreConfig:          line.disturbed(asBeforeSuccess),
				Config:             config,
				ConfigStateChecks:  []statecheck.StateCheck{is("state", knownvalue.StringExact("PROVISIONING")), is("uid", knownvalue.NotNull())},
				ExpectNonEmptyPlan: true,
			},
			{
				// Still no news, and now the wait of an update runs out: that is an error, and taints nothing either.
				Config:           config,
				ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				ExpectError:      regexp.MustCompile("time-out was reached"),
			},
			{
				PreConfig:         line.mended,
				Config:            config,
				ConfigPlanChecks:  action(plancheck.ResourceActionNoop),
				ConfigStateChecks: []statecheck.StateCheck{is("state", knownvalue.StringExact("ACTIVE"))},
			},
		},
	})
}

func asBeforeSuccess(r *http.Request, answer *http.Response) bool {
	body, err := io.ReadAll(answer.Body)
	if err != nil || r.Method != http.MethodGet {
		answer.Body = io.NopCloser(bytes.NewReader(body))
		return err == nil
	}
	text := string(body)
	if strings.Contains(r.URL.Path, "/operations/") {
		text = regexp.MustCompile(`"state"\s*:\s*"SUCCEEDED"`).ReplaceAllString(text, `"state":"RUNNING"`)
	} else {
		text = regexp.MustCompile(`"state"\s*:\s*"ACTIVE"`).ReplaceAllString(text, `"state":"PROVISIONING"`)
	}
	answer.Body = io.NopCloser(strings.NewReader(text))
	answer.ContentLength = int64(len(text))
	answer.Header.Del("Content-Length")
	return true
}
