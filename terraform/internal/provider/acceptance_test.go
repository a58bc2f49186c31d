package provider

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/acctest"

	"github.com/quarry-platform/quarry/terraform/internal/client"
)

// Acceptance tests drive a real Terraform against a running Quarry; `eval "$(./quarry env)"` says where that is, and TF_ACC=1 asks for them.

var factories = map[string]func() (tfprotov6.ProviderServer, error){
	"quarry": providerserver.NewProtocol6WithError(New("test")()),
}

const (
	namespaceAddress = "quarry_namespace.test"
	patience         = time.Minute
)

// running is a client of the stack, for what happens behind Terraform's back.
func running(t *testing.T) *client.Client {
	t.Helper()
	c, err := client.New(providerModel{}.settle(os.Getenv, "acceptance"))
	if err != nil {
		t.Fatalf("acceptance tests need a running stack: %v", err)
	}
	return c
}

func before(t *testing.T) func() {
	return func() { running(t) }
}

func randomName() string { return acctest.RandomWithPrefix("tf") }

// namespaceConfig is a namespace that leaves nothing behind when it is destroyed.
func namespaceConfig(name, body string) string {
	return fmt.Sprintf("resource \"quarry_namespace\" \"test\" {\n  tenant = \"demo\"\n  name = %q\n  deletion_retention = \"PT0S\"\n%s\n}\n", name, body)
}

// elsewhere changes the namespace as the portal or another program would.
func elsewhere(t *testing.T, name string, change func(*client.Spec)) {
	t.Helper()
	c := running(t)
	ns, err := c.Namespace(t.Context(), "demo", name)
	if err != nil {
		t.Fatal(err)
	}
	spec, err := client.ParseSpec(ns.Spec)
	if err != nil {
		t.Fatal(err)
	}
	change(spec)
	body, err := spec.Encode()
	if err != nil {
		t.Fatal(err)
	}
	operation, err := c.ChangeNamespace(t.Context(), "demo", name, body, ns.Revision)
	finish(t, c, operation, err)
}

func deletedElsewhere(t *testing.T, name string) {
	t.Helper()
	c := running(t)
	ns, err := c.Namespace(t.Context(), "demo", name)
	if err != nil {
		t.Fatal(err)
	}
	operation, err := c.DeleteNamespace(t.Context(), "demo", name, "PT0S", ns.Revision)
	finish(t, c, operation, err)
}

func createdElsewhere(t *testing.T, name, spec string) {
	t.Helper()
	c := running(t)
	operation, err := c.CreateNamespace(t.Context(), "demo", name, []byte(spec), client.NewKey())
	finish(t, c, operation, err)
}

func finish(t *testing.T, c *client.Client, operation *client.Operation, err error) {
	t.Helper()
	if err != nil || operation == nil {
		t.Fatal("no operation: ", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := c.Await(ctx, operation.ID, func(client.Operation) {}); err != nil {
		t.Fatal(err)
	}
}

// gone says that nothing is left of the namespace under its name.
func gone(t *testing.T, name string) error {
	ns, err := running(t).Namespace(t.Context(), "demo", name)
	if client.NotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("namespace %s is still %s", name, ns.Status.State)
}

// tokenOf logs a demo principal in through the stack's own script.
func tokenOf(t *testing.T, principal string) string {
	t.Helper()
	script := os.Getenv("QUARRY_SCRIPT")
	if script == "" {
		t.Fatal("QUARRY_SCRIPT does not say where the quarry script is")
	}
	token, err := exec.CommandContext(t.Context(), script, "token", principal).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(token))
}

// line stands between the provider and the real API, and can be disturbed.
type line struct {
	url     string
	disturb atomic.Pointer[disturbance]
	puts    atomic.Int32
}

// disturbance may change or refuse an answer that the API has given; false loses it.
type disturbance func(request *http.Request, answer *http.Response) bool

func newLine(t *testing.T) *line {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		return &line{} // the test that asked for it is about to be left out
	}
	api, err := url.Parse(os.Getenv("QUARRY_URL"))
	if err != nil {
		t.Fatal(err)
	}
	l := &line{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(api) },
		ModifyResponse: func(answer *http.Response) error {
			if disturb := l.disturb.Load(); disturb != nil && !(*disturb)(answer.Request, answer) {
				_ = answer.Body.Close()
				return errLost
			}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) {
			if connection, _, err := http.NewResponseController(w).Hijack(); err == nil {
				_ = connection.Close()
			}
		},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			l.puts.Add(1)
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	l.url = server.URL
	return l
}

var errLost = fmt.Errorf("the answer is lost")

func (l *line) provider() string {
	return fmt.Sprintf("provider \"quarry\" {\n  endpoint = %q\n}\n", l.url)
}

func (l *line) disturbed(by disturbance) func() { return func() { l.disturb.Store(&by) } }

func (l *line) mended() { l.disturb.Store(nil) }
