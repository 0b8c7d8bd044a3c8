package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The eras of serverless: native, backed by Flex behind its old API, retired.
const (
	nativeEra  = "2024-12-01"
	shimEra    = "2025-06-01"
	retiredEra = "2026-11-22"
)

// era is a command line on an emulator at one date, with a state of its own.
type era struct {
	state, asOf, api string
}

func newEra(t *testing.T, asOf, api string) era {
	t.Helper()
	return era{filepath.Join(t.TempDir(), "state.json"), asOf, api}
}

// run gives what a user would see.
func (e era) run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	process := testEnv(nil)
	process.stdin, process.stdout, process.stderr = strings.NewReader(""), &out, &errs
	args = append(args, "--emulator", "--emulator-state", e.state, "--as-of", e.asOf, "--serverless-api", e.api)
	if args[0] == "apply" {
		args = append(args, "--journal", e.state+".journal")
	}
	code = run(t.Context(), process, args)
	return code, out.String(), errs.String()
}

// exits runs a command line and wants a code, and everything that is listed on
// one of the streams.
func (e era) exits(t *testing.T, want int, says []string, args ...string) {
	t.Helper()
	code, stdout, stderr := e.run(t, args...)
	if code != want {
		t.Errorf("%s exits with %d, want %d", args[0], code, want)
	}
	for _, text := range says {
		if !strings.Contains(stdout+stderr, text) {
			t.Errorf("%s does not say %q", args[0], text)
		}
	}
	if t.Failed() {
		t.Fatalf("stdout:\n%s\nstderr:\n%s", stdout, stderr)
	}
}

// TestLegacyServerlessEraByEra applies one example in every era.
func TestLegacyServerlessEraByEra(t *testing.T) {
	t.Parallel()
	const example = exampleRoot + "/legacy-serverless"
	t.Run("native: all of it works", func(t *testing.T) {
		t.Parallel()
		e := newEra(t, nativeEra, "legacy")
		e.exits(t, 0, []string{
			"Resources: 5 added, 0 changed, 0 destroyed.",
			"examples/ServerlessPrivateEndpoint/sales-aws/batch: endpointServiceName = com.amazonaws.vpce.us-east-1.vpce-svc-",
			"examples/ServerlessPrivateEndpoint/sales-azure/web: endpointServiceName = pls_",
			"examples/ServerlessPrivateEndpoint/sales-azure/web: privateLinkServiceResourceId = /subscriptions/",
		}, "apply", "--auto-approve", "-f", example)
		e.exits(t, 0, []string{"No changes."}, "plan", "--detailed-exitcode", "-f", example)
	})
	t.Run("shim: instances work, endpoints are refused", func(t *testing.T) {
		t.Parallel()
		e := newEra(t, shimEra, "legacy")
		e.exits(t, 3, []string{
			"Resources: 2 added, 0 changed, 0 destroyed; 3 failed, 0 skipped.",
			"failed: create examples/ServerlessPrivateEndpoint/sales-aws/batch:",
			"NOT_SERVERLESS_TENANT_CLUSTER",
		}, "apply", "--auto-approve", "-f", example)
		e.exits(t, 1, []string{
			"aws.yaml:30: examples/ServerlessPrivateEndpoint/sales-aws/batch: examples/ServerlessInstance/sales-aws is backed by Flex, which has no private endpoints: use a dedicated cluster",
			"3 problems",
		}, "plan", "-f", example)
	})
	t.Run("retired: blocked, with the way out", func(t *testing.T) {
		t.Parallel()
		e := newEra(t, retiredEra, "legacy")
		says := []string{
			"examples/ServerlessInstance/sales-aws cannot be created",
			"serverless API retired by Atlas, use --serverless-api flex (its list has been empty since 2026-01-15",
			"it needs examples/ServerlessInstance/sales-aws, which cannot be created",
			"Plan: 0 to add, 0 to change, 0 to destroy, 5 blocked.",
		}
		e.exits(t, 5, says, "plan", "-f", example)
		e.exits(t, 5, says, "apply", "--auto-approve", "-f", example)
		if state, _ := os.ReadFile(e.state); strings.Contains(string(state), "sales") {
			t.Errorf("a refused apply wrote something:\n%s", state)
		}
	})
	t.Run("flex: endpoints are refused before anything is written", func(t *testing.T) {
		t.Parallel()
		e := newEra(t, retiredEra, "flex")
		e.exits(t, 1, []string{"backed by Flex, which has no private endpoints", "3 problems"}, "apply", "--auto-approve", "-f", example)
	})
}

const ordersYAML = `apiVersion: atlasctl/v1
kind: ServerlessInstance
metadata: {project: payments, name: orders}
`

const ordersSpecYAML = ordersYAML + `spec:
  providerSettings: {backingProviderName: AWS, regionName: US_EAST_1}
  serverlessBackupOptions: {serverlessContinuousBackupEnabled: true}
  tags: {env: `

// TestServerlessOnFlexInEveryEra walks one instance through its life.
func TestServerlessOnFlexInEveryEra(t *testing.T) {
	t.Parallel()
	for _, asOf := range []string{nativeEra, shimEra, retiredEra} {
		t.Run(asOf, func(t *testing.T) {
			t.Parallel()
			e := newEra(t, asOf, "flex")
			file := filepath.Join(t.TempDir(), "orders.yaml")
			write := func(text string) {
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			notes := []string{
				"Atlas ended writes to the serverless API on 2026-01-22",
				"serverlessContinuousBackupEnabled is ignored: Flex has fixed daily snapshots",
			}
			for _, step := range []struct{ text, done string }{
				{ordersSpecYAML + "test}\n", "1 added, 0 changed, 0 destroyed"},
				{ordersSpecYAML + "prod}\n", "0 added, 1 changed, 0 destroyed"},
			} {
				write(step.text)
				e.exits(t, 0, append(notes, step.done), "apply", "--auto-approve", "-f", file)
				e.exits(t, 0, append(notes, "No changes."), "plan", "--detailed-exitcode", "-f", file)
			}
			write(ordersYAML + "ensure: absent\n")
			e.exits(t, 0, []string{"0 added, 0 changed, 1 destroyed"}, "apply", "--auto-approve", "--allow", "delete", "-f", file)
			e.exits(t, 0, []string{"No changes."}, "plan", "--detailed-exitcode", "-f", file)
		})
	}
}
