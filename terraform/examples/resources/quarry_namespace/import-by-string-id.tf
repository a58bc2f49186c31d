import {
  to = quarry_namespace.profiles
  id = "demo/profiles"
}
