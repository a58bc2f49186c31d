terraform {
  required_providers {
    quarry = {
      source = "quarry-platform/quarry"
    }
  }
}

# Everything may come from QUARRY_URL, QUARRY_TOKEN_URL, QUARRY_CLIENT_ID and QUARRY_CLIENT_SECRET instead.
provider "quarry" {
  endpoint      = "https://quarry.example.com"
  token_url     = "https://login.example.com/realms/quarry/protocol/openid-connect/token"
  client_id     = "team-profiles"
  client_secret = var.quarry_client_secret
}

variable "quarry_client_secret" {
  type      = string
  sensitive = true
}
