package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestConnectionFails(t *testing.T) {
	t.Parallel()
	const registry = `{"name":"r","type":"SchemaRegistry","provider":"CONFLUENT","schemaRegistryUrls":["https://a.invalid","https://b.invalid:8081"],` +
		`"schemaRegistryAuthentication":{"type":"SASL_INHERIT"}}`
	for name, test := range map[string]struct {
		body  string
		fails bool
	}{
		"brokers":             {replace(kafkaBody, "b1:9092,b2:9092", "b1.invalid:9092, B2.Invalid.:9092"), true},
		"one broker is there": {replace(kafkaBody, "b1:9092,b2:9092", "b1.invalid:9092,b2:9092"), false},
		"no port":             {replace(kafkaBody, "b1:9092,b2:9092", "b1.invalid"), true},
		"url":                 {replace(httpsBody, "example.com", "example.invalid"), true},
		"in the path only":    {replace(httpsBody, "/in", "/in.invalid"), false},
		"registry":            {registry, true},
		"half a registry":     {replace(registry, "a.invalid", "a.example.com"), false},
		"names nothing":       {sampleBody, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			emu, all := newWorkspace(t, emulator.Config{})
			rt := emu.Transport()
			created := must(t, rt, http.StatusOK, "POST", all, test.body)
			one := all + "/" + created.body["name"].(string)
			emu.Advance(15 * second)
			state := must(t, rt, http.StatusOK, "GET", one, "").body["state"]
			if !test.fails {
				wantDiff(t, []any{created.body["state"], state}, []any{"READY", "READY"})
				return
			}
			wantDiff(t, []any{created.body["state"], state}, []any{"PENDING", "FAILED"})
			must(t, rt, http.StatusOK, "PATCH", one, test.body) // the same again changes nothing
			wantShows(t, rt, one, "FAILED")
			must(t, rt, http.StatusOK, "PATCH", one, strings.NewReplacer(".invalid", ".example", ".Invalid", ".example").Replace(test.body))
			wantShows(t, rt, one, "READY")
			must(t, rt, http.StatusOK, "PATCH", one, test.body)
			wantShows(t, rt, one, "PENDING")
			emu.Advance(15 * second)
			must(t, rt, http.StatusAccepted, "DELETE", one, "")
		})
	}
}

func wantShows(t *testing.T, rt http.RoundTripper, one, state string) {
	t.Helper()
	wantDiff(t, must(t, rt, http.StatusOK, "GET", one, "").body["state"], any(state))
}
