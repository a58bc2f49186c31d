package provider

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// example gives an example as it is written, under a name that is still free.
func example(t *testing.T, file, itsName, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../examples/" + file)
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(name\s*= )"` + itsName + `"`)
	if found := named.FindAll(text, -1); len(found) != 1 {
		t.Fatalf("%s names its namespace %d times", file, len(found))
	}
	return named.ReplaceAllString(string(text), `${1}"`+name+`"`)
}

func TestAccQuickstartWorksAsItIsWritten(t *testing.T) {
	name := freeName(t)
	t.Setenv("TF_ACC_PROVIDER_NAMESPACE", "quarry-platform")
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{{
			Config: example(t, "quickstart/main.tf", "quickstart", name),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("endpoint", knownvalue.StringExact("/data/v1/kv/demo/"+name)),
			},
		}},
	})
}

func TestAccNamespaceExampleWorksAsItIsWritten(t *testing.T) {
	name := freeName(t)
	written := example(t, "resources/quarry_namespace/resource.tf", "profiles", name)
	open := strings.Replace(written, "deletion_protection = true", "deletion_protection = false\n  deletion_retention = \"PT0S\"", 1)
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps:                    []resource.TestStep{{Config: written}, {Config: open}},
	})
}
