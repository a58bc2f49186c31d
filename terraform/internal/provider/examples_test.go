package provider

import (
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

func TestAccQuickstartWorksAsItIsWritten(t *testing.T) {
	quickstart, err := os.ReadFile("../../examples/quickstart/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TF_ACC_PROVIDER_NAMESPACE", "quarry-platform")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, "quickstart"),
		Steps: []resource.TestStep{{
			Config: string(quickstart),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("endpoint", knownvalue.StringExact("/data/v1/kv/demo/quickstart")),
			},
		}},
	})
}
