package provider

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

// speaking is the provider as Terraform speaks to it, with its schemas.
func speaking(t *testing.T) (tfprotov6.ProviderServer, *tfprotov6.GetProviderSchemaResponse) {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schemas.Diagnostics) > 0 {
		t.Fatal(err, said6(schemas.Diagnostics))
	}
	return server, schemas
}

// configuration completes a configuration in JSON with the nulls that Terraform sends for what is not written.
func configuration(t *testing.T, kind tftypes.Type, text string) *tfprotov6.DynamicValue {
	t.Helper()
	var written any
	if err := json.Unmarshal([]byte(text), &written); err != nil {
		t.Fatal(err)
	}
	whole, err := json.Marshal(complete(kind, written))
	if err != nil {
		t.Fatal(err)
	}
	return &tfprotov6.DynamicValue{JSON: whole}
}

func complete(kind tftypes.Type, written any) any {
	object, isObject := kind.(tftypes.Object)
	values, isMap := written.(map[string]any)
	if !isObject || !isMap {
		return written
	}
	for name, inner := range object.AttributeTypes {
		values[name] = complete(inner, values[name])
	}
	return values
}

func said6(diags []*tfprotov6.Diagnostic) string {
	var text strings.Builder
	for _, d := range diags {
		text.WriteString(d.Attribute.String() + " " + d.Summary + ": " + d.Detail + "\n")
	}
	return text.String()
}

func TestSchemasAreSound(t *testing.T) {
	server, schemas := speaking(t)
	if schemas.ResourceSchemas["quarry_namespace"] == nil || schemas.DataSourceSchemas["quarry_tenant"] == nil {
		t.Fatal("a resource or data source is missing")
	}
	got, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil || len(got.Diagnostics) > 0 || got.IdentitySchemas["quarry_namespace"] == nil {
		t.Fatal(err, said6(got.Diagnostics))
	}
}

func TestConfigurationsAreCheckedBeforeAnythingIsAsked(t *testing.T) {
	server, schemas := speaking(t)
	kind := schemas.ResourceSchemas["quarry_namespace"].ValueType()
	for name, test := range map[string]struct{ config, complaint string }{
		"all defaults": {`{"tenant":"demo","name":"profiles","key_value":{}}`, ""},
		"everything": {`{"tenant":"demo","name":"p-1","description":"d","labels":{"region":"eu"},"deletion_protection":true,
			"deletion_retention":"PT0S","timeouts":{"create":"5m"},"key_value":{"writes":"conditional","ttl":"P90DT1H30M5.5S"},
			"workload":{"reads_per_second":{"low":1,"mid":2.5,"high":9},"read_latency_ms":{"p99":20}}}`, ""},
		"a search": {`{"tenant":"demo","name":"products","search":{"fields":{"title":{"type":"text","analyzer":"simple"},
			"like":{"type":"dense-vector","dimensions":3}}}}`, ""},
		"a cache":    {`{"tenant":"demo","name":"hot","cache":{"ttl":"PT5M"}}`, ""},
		"an object":  {`{"tenant":"demo","name":"receipts","object":{"ttl":"P9D","abort_uploads_after":"P2D"}}`, ""},
		"a database": {`{"tenant":"demo","name":"orders","relational":{"max_connections":5}}`, ""},
		"a counter":  {`{"tenant":"demo","name":"views","counter":{"mode":"best-effort"}}`, ""},
		"bad mode":   {`{"tenant":"demo","name":"views","counter":{"mode":"exact"}}`, `AttributeName("mode")`},
		"a dataset": {`{"tenant":"demo","name":"movies","dataset":{"keep_versions":3,"types":{
			"Movie":{"fields":{"id":"long","director":"Person"},"primary_key":["id"]},"Person":{"fields":{"name":"string"}}}}}`, ""},
		"a series":          {`{"tenant":"demo","name":"clicks","time_series":{"retention":"P90D"}}`, ""},
		"bad series":        {`{"tenant":"demo","name":"clicks","time_series":{"retention":"90 days"}}`, `AttributeName("retention")`},
		"no types":          {`{"tenant":"demo","name":"movies","dataset":{"types":{}}}`, `AttributeName("types")`},
		"bad type name":     {`{"tenant":"demo","name":"movies","dataset":{"types":{"movie":{"fields":{"id":"long"}}}}}`, `movie`},
		"key twice":         {`{"tenant":"demo","name":"movies","dataset":{"types":{"A":{"fields":{"i":"int"},"primary_key":["i","i"]}}}}`, `AttributeName("primary_key")`},
		"too many versions": {`{"tenant":"demo","name":"movies","dataset":{"keep_versions":1001,"types":{"A":{"fields":{"i":"int"}}}}}`, `AttributeName("keep_versions")`},
		"two abstractions":  {`{"tenant":"demo","name":"products","cache":{},"object":{}}`, "Exactly one of these attributes"},
		"no fields":         {`{"tenant":"demo","name":"products","search":{"fields":{}}}`, `AttributeName("fields")`},
		"bad field name":    {`{"tenant":"demo","name":"products","search":{"fields":{"Title":{"type":"text"}}}}`, `Title`},
		"bad field type":    {`{"tenant":"demo","name":"products","search":{"fields":{"title":{"type":"string"}}}}`, `AttributeName("type")`},
		"bad analyzer":      {`{"tenant":"demo","name":"products","search":{"fields":{"a":{"type":"text","analyzer":"german"}}}}`, `AttributeName("analyzer")`},
		"bad dimensions":    {`{"tenant":"demo","name":"products","search":{"fields":{"a":{"type":"dense-vector","dimensions":4097}}}}`, `AttributeName("dimensions")`},
		"too many clients":  {`{"tenant":"demo","name":"orders","relational":{"max_connections":51}}`, `AttributeName("max_connections")`},
		"bad name":          {`{"tenant":"demo","name":"Profiles","key_value":{}}`, `AttributeName("name")`},
		"name too long":     {`{"tenant":"demo","name":"` + strings.Repeat("a", 41) + `","key_value":{}}`, `AttributeName("name")`},
		"bad tenant":        {`{"tenant":"d-","name":"profiles","key_value":{}}`, `AttributeName("tenant")`},
		"no tenant":         {`{"name":"profiles","key_value":{}}`, `AttributeName("tenant")`},
		"no abstraction":    {`{"tenant":"demo","name":"profiles"}`, "key_value"},
		"bad ttl":           {`{"tenant":"demo","name":"profiles","key_value":{"ttl":"90 days"}}`, `AttributeName("ttl")`},
		"months":            {`{"tenant":"demo","name":"profiles","key_value":{"ttl":"P3M"}}`, `AttributeName("ttl")`},
		"bad retention":     {`{"tenant":"demo","name":"profiles","key_value":{},"deletion_retention":"P"}`, `AttributeName("deletion_retention")`},
		"negative workload": {`{"tenant":"demo","name":"profiles","key_value":{},"workload":{"items":{"mid":-1}}}`, `AttributeName("mid")`},
		"null label":        {`{"tenant":"demo","name":"profiles","key_value":{},"labels":{"region":null}}`, `AttributeName("labels")`},
		"bad time-out":      {`{"tenant":"demo","name":"profiles","key_value":{},"timeouts":{"create":"soon"}}`, `AttributeName("create")`},
	} {
		t.Run(name, func(t *testing.T) {
			resp, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
				TypeName: "quarry_namespace", Config: configuration(t, kind, test.config),
			})
			if err != nil {
				t.Fatal(err)
			}
			complaints := said6(resp.Diagnostics)
			if test.complaint == "" && complaints != "" || !strings.Contains(complaints, test.complaint) {
				t.Fatalf("%q", complaints)
			}
		})
	}
}

func TestProviderConfiguration(t *testing.T) {
	for _, variable := range []string{"QUARRY_URL", "QUARRY_TOKEN_URL", "QUARRY_CLIENT_ID", "QUARRY_CLIENT_SECRET", "QUARRY_TOKEN"} {
		t.Setenv(variable, "")
	}
	server, schemas := speaking(t)
	kind := schemas.Provider.ValueType()
	for config, want := range map[string]string{
		`{"endpoint":"http://127.0.0.1:8080","token":"t"}`:                                                "",
		`{"endpoint":"http://127.0.0.1:8080","token_url":"http://x","client_id":"c","client_secret":"s"}`: "",
		`{"token":"t"}`:                        "QUARRY_URL",
		`{"endpoint":"http://127.0.0.1:8080"}`: "QUARRY_CLIENT_SECRET",
	} {
		resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: configuration(t, kind, config)})
		if err != nil {
			t.Fatal(err)
		}
		complaints := said6(resp.Diagnostics)
		if want == "" && complaints != "" || !strings.Contains(complaints, want) {
			t.Errorf("%s: %q", config, complaints)
		}
	}
	resp, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{
		Config: configuration(t, kind, `{"token":"t","client_id":"c"}`),
	})
	if err != nil || !strings.Contains(said6(resp.Diagnostics), "client_id") {
		t.Error(err, said6(resp.Diagnostics))
	}
}

func TestBlockWinsOverEnvironmentAsAWhole(t *testing.T) {
	environment := map[string]string{
		"QUARRY_URL": "http://env", "QUARRY_TOKEN_URL": "http://env/token", "QUARRY_CLIENT_ID": "env-id", "QUARRY_CLIENT_SECRET": "env-secret",
		"QUARRY_TOKEN": "env-token",
	}
	lookup := func(name string) string { return environment[name] }
	if got, want := (providerModel{}).settle(lookup, ""), (client.Config{Endpoint: "http://env", Token: "env-token"}); got != want {
		t.Errorf("%+v", got)
	}
	named := providerModel{Endpoint: types.StringValue("http://block"), ClientID: types.StringValue("block-id")}
	want := client.Config{Endpoint: "http://block", TokenURL: "http://env/token", ClientID: "block-id", ClientSecret: "env-secret"}
	if got := named.settle(lookup, ""); got != want {
		t.Errorf("%+v", got)
	}
	delete(environment, "QUARRY_TOKEN")
	want = client.Config{Endpoint: "http://env", TokenURL: "http://env/token", ClientID: "env-id", ClientSecret: "env-secret"}
	if got := (providerModel{}).settle(lookup, ""); got != want {
		t.Errorf("%+v", got)
	}
}

func TestUnknownSettingsDoNotBreakAPlan(t *testing.T) {
	server, schemas := speaking(t)
	kind, ok := schemas.Provider.ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("a provider's configuration is an object")
	}
	values := map[string]tftypes.Value{}
	for name := range kind.AttributeTypes {
		values[name] = tftypes.NewValue(tftypes.String, nil)
	}
	values["endpoint"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	config, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, values))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: &config})
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, said6(resp.Diagnostics))
	}
}
