# One key-value namespace on the local stack. terraform/README.md says how to run it.
terraform {
  required_providers {
    quarry = {
      source = "quarry-platform/quarry"
    }
  }
}

# Everything comes from the environment: eval "$(./quarry env)"
provider "quarry" {}

data "quarry_tenant" "demo" {
  name = "demo"
}

resource "quarry_namespace" "quickstart" {
  tenant      = data.quarry_tenant.demo.name
  name        = "quickstart"
  description = "made by Terraform"

  workload = {
    reads_per_second  = { mid = 200 }
    writes_per_second = { mid = 50 }
  }

  key_value = {
    ttl = "P30D"
  }

  # An example leaves nothing behind: destroying it purges at once.
  deletion_retention = "PT0S"
}

output "endpoint" {
  description = "Where the namespace's data is served, below QUARRY_URL."
  value       = quarry_namespace.quickstart.endpoint
}

output "effective" {
  description = "What the planner made of the wish."
  value       = quarry_namespace.quickstart.effective
}
