// The provider's executable: Terraform starts it and speaks to it over a local socket.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/quarry-platform/quarry/terraform/internal/provider"
)

// version is set by the linker in a release.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger, and print how Terraform reaches this process")
	flag.Parse()
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/quarry-platform/quarry",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
