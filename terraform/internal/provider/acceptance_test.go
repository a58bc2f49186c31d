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
	"regexp"
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

// tells matches a text wherever Terraform breaks its lines.
func tells(text string) *regexp.Regexp {
	return regexp.MustCompile(strings.ReplaceAll(regexp.QuoteMeta(text), " ", `\s+`))
}

// freeName names a namespace that nobody has, and that does not outlive the test even where it fails.
func freeName(t *testing.T) string {
	name := acctest.RandomWithPrefix("tf")
	t.Cleanup(func() {
		if t.Failed() && !leftOut() && gone(t, name) != nil {
			elsewhere(t, name, func(spec *client.Spec) { spec.DeletionProtection = nil })
			deletedElsewhere(t, name)
		}
	})
	return name
}

// toTheEnd is the context of what happens elsewhere, which clearing up needs too: a test's own has ended by then.
func toTheEnd(t *testing.T) context.Context { return context.WithoutCancel(t.Context()) }

// namespaceConfig is a namespace that leaves nothing behind when it is destroyed.
func namespaceConfig(name, body string) string {
	return fmt.Sprintf("resource \"quarry_namespace\" \"test\" {\n  tenant = \"demo\"\n  name = %q\n  deletion_retention = \"PT0S\"\n%s\n}\n", name, body)
}

// elsewhere changes the namespace as the portal or another program would.
func elsewhere(t *testing.T, name string, change func(*client.Spec)) {
	t.Helper()
	c := running(t)
	ns, err := c.Namespace(toTheEnd(t), "demo", name)
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
	operation, err := c.ChangeNamespace(toTheEnd(t), "demo", name, body, ns.Revision)
	if err == nil && operation == nil {
		return // it was so before
	}
	finish(t, c, operation, err)
}

func deletedElsewhere(t *testing.T, name string) {
	t.Helper()
	c := running(t)
	ns, err := c.Namespace(toTheEnd(t), "demo", name)
	if err != nil {
		t.Fatal(err)
	}
	operation, err := c.DeleteNamespace(toTheEnd(t), "demo", name, "PT0S", ns.Revision)
	finish(t, c, operation, err)
}

func createdElsewhere(t *testing.T, name, spec string) {
	t.Helper()
	c := running(t)
	operation, err := c.CreateNamespace(toTheEnd(t), "demo", name, []byte(spec), client.NewKey())
	finish(t, c, operation, err)
}

func finish(t *testing.T, c *client.Client, operation *client.Operation, err error) {
	t.Helper()
	if err != nil || operation == nil {
		t.Fatal("no operation: ", err)
	}
	ctx, cancel := context.WithTimeout(toTheEnd(t), patience)
	defer cancel()
	if err := c.Await(ctx, operation.ID, func(client.Operation) {}); err != nil {
		t.Fatal(err)
	}
}

// gone says that nothing is left of the namespace under its name.
func gone(t *testing.T, name string) error {
	ns, err := running(t).Namespace(toTheEnd(t), "demo", name)
	if client.NotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("namespace %s is still %s", name, ns.Status.State)
}

// as is a provider block for a demo principal, who is logged in through the stack's own script.
func as(t *testing.T, principal string) string {
	t.Helper()
	if leftOut() {
		return ""
	}
	script := os.Getenv("QUARRY_SCRIPT")
	if script == "" {
		t.Fatal("QUARRY_SCRIPT does not say where the quarry script is")
	}
	token, err := exec.CommandContext(t.Context(), script, "token", principal).Output()
	if err != nil {
		t.Fatal(err)
	}
	return providerConfig(fmt.Sprintf("token = %q", strings.TrimSpace(string(token))))
}

func providerConfig(settings string) string { return "provider \"quarry\" {\n  " + settings + "\n}\n" }

// leftOut says that the test is about to be skipped, for want of TF_ACC.
func leftOut() bool { return os.Getenv("TF_ACC") == "" }

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
	if leftOut() {
		return &line{}
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

func (l *line) provider() string { return providerConfig(fmt.Sprintf("endpoint = %q", l.url)) }

func (l *line) disturbed(by disturbance) func() { return func() { l.disturb.Store(&by) } }

func (l *line) mended() { l.disturb.Store(nil) }
