terraform import quarry_namespace.profiles demo/profiles
