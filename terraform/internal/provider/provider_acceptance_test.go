package provider

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// Whoever is not let in, or finds nobody, hears who said so and where, and nothing is left in the state.
func TestAccProviderThatCannotCall(t *testing.T) {
	name := freeName(t)
	somethingElse := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(somethingElse.Close)
	nobody := nobodyListens(t)
	config := namespaceConfig(name, "  key_value = {}\n  timeouts { create = \"2s\" }")
	failing := func(settings, complaint string) resource.TestStep {
		return resource.TestStep{Config: providerConfig(settings) + config, ExpectError: tells(complaint)}
	}
	resource.Test(t, resource.TestCase{
		PreCheck:                 before(t),
		ProtoV6ProviderFactories: factories,
		CheckDestroy:             destroyed(t, name),
		Steps: []resource.TestStep{
			failing(`client_secret = "wrong"`, `gives client "quarry-terraform" no token: Invalid client or Invalid client credentials (status 401, unauthorized_client)`),
			failing(`client_id = "nobody"`, `gives client "nobody" no token: Invalid client or Invalid client credentials (status 401, invalid_client)`),
			failing(`token = "nonsense"`, "A valid token is needed"),
			failing(fmt.Sprintf("endpoint = %q", nobody), "Quarry does not answer at "+nobody+": dial tcp"),
			failing(fmt.Sprintf("token_url = %q", nobody+"/token"), "The identity provider at "+nobody+"/token gives no token: dial tcp"),
			failing(fmt.Sprintf("endpoint = %q", somethingElse.URL), "Not Found: 404 page not found (status 404)."),
			failing(`endpoint = "127.0.0.1:8080"`, `endpoint "127.0.0.1:8080" is not an http or https address`),
			{Config: namespaceConfig(name, "  key_value = {}"), ConfigPlanChecks: action(plancheck.ResourceActionCreate)},
		},
	})
}

// nobodyListens is an address at which every connection is refused.
func nobodyListens(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return "http://" + address
}
