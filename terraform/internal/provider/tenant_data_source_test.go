package provider

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

func TestAccTenant(t *testing.T) {
	tenant := func(name string) string { return "data \"quarry_tenant\" \"test\" {\n  name = \"" + name + "\"\n}" }
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: tenant("other"), ExpectError: regexp.MustCompile(`status\s+404`)},
			{Config: tenant("Demo"), ExpectError: regexp.MustCompile("small letters")},
			{
				Config: tenant("demo"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("data.quarry_tenant.test", tfjsonpath.New("created_at"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue("data.quarry_tenant.test", tfjsonpath.New("description"), knownvalue.NotNull()),
				},
			},
		},
	})
}
