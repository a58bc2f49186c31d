data "quarry_tenant" "demo" {
  name = "demo"
}
