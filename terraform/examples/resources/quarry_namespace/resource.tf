resource "quarry_namespace" "profiles" {
  tenant      = "demo"
  name        = "profiles"
  description = "user profiles"
  labels      = { region = "eu" }

  workload = {
    reads_per_second  = { low = 200, mid = 500, high = 2000 }
    writes_per_second = { mid = 100 }
    item_bytes        = { mid = 2048 }
    items             = { mid = 5000000 }
    read_latency_ms   = { mean = 2, p99 = 20 }
  }

  key_value = {
    consistency = "read-your-writes"
    ttl         = "P90D"
  }

  deletion_protection = true

  # A creation whose time is up is a warning, and the next apply goes on waiting. Where a run should fail then, say so:
  lifecycle {
    postcondition {
      condition     = self.state == "ACTIVE"
      error_message = "The namespace is ${coalesce(self.state, "not answered for")}."
    }
  }
}
