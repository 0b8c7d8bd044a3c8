package emulator_test

import (
	"strings"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	path := "api/atlas/v2" + project
	limited := func(seconds string) string {
		return `{"detail":"Rate limit exceeded for ` + path + `. Please retry after ` + seconds + ` seconds. ` +
			`Request capacity: 1200. Refill rate: 500 per 60 seconds. For more information, see: http://dochub.mongodb.org/core/atlas-api-rate-limit.",` +
			`"error":429,"errorCode":"RATE_LIMITED_TOKEN_BUCKET","parameters":["` + path + `",` + seconds + `,1200,500,60],"reason":"Too Many Requests"}`
	}
	tests := []struct {
		rule   string
		status int
		header map[string]string
		body   string
	}{
		{"status=503", 503, map[string]string{"Content-Type": "", "Retry-After": ""}, ""},
		{"status=503 retry-after=0", 503, map[string]string{"Retry-After": "0"}, ""},
		{
			"status=500", 500,
			map[string]string{"X-Error-Code": "UNEXPECTED_ERROR", "Content-Type": "application/json"},
			`{"detail":"Unexpected error.","error":500,"errorCode":"UNEXPECTED_ERROR","parameters":[],"reason":"Internal Server Error"}`,
		},
		{
			"status=409 code=OUT_OF_CAPACITY", 409,
			map[string]string{"X-Error-Code": "OUT_OF_CAPACITY"},
			`{"detail":"A fault was injected.","error":409,"errorCode":"OUT_OF_CAPACITY","parameters":[],"reason":"Conflict"}`,
		},
		{"status=429", 429, map[string]string{"X-Error-Code": "RATE_LIMITED_TOKEN_BUCKET", "Retry-After": ""}, limited("6")},
		{"status=429 retry-after=30", 429, map[string]string{"Retry-After": "30"}, limited("30")},
		{
			"html=502", 502,
			map[string]string{"Content-Type": "text/html", "X-Error-Code": ""},
			"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n",
		},
	}
	for _, test := range tests {
		emu.SetFaults(rules(t, "GET / "+test.rule)...)
		res, raw, err := try(t, emu.Transport(), "GET", project, "")
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != test.status || raw != test.body {
			t.Errorf("%s: got %d %s", test.rule, res.StatusCode, raw)
		}
		test.header[emulator.FaultHeader] = "GET / " + test.rule
		for name, want := range test.header {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s: header %s is %q, want %q", test.rule, name, got, want)
			}
		}
	}
	emu.SetFaults(rules(t, "GET / status=401")...)
	got := send(t, emu.Transport(), "GET", project, "")
	if got.status != 401 || !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Digest realm=") || got.body["error"] != 401.0 {
		t.Errorf("got %d %v %s", got.status, got.header, got.raw)
	}
}

func TestRefusedAfterTheEffect(t *testing.T) {
	t.Parallel()
	for rule, effect := range map[string]bool{
		"html=504 after": true, "status=500 after": true, "status=409 code=BUSY after": true,
		"html=504": false, "status=500": false, "status=429 retry-after=1": false,
	} {
		emu, project := newEmulator(t, emulator.Config{Faults: rules(t, "POST /streams "+rule)})
		res, _, err := try(t, emu.Transport(), "POST", project+"/streams", workspaceBody)
		if err != nil || res.StatusCode < 400 {
			t.Errorf("%s: got %v, %v", rule, res, err)
		}
		if got := exists(t, emu, project+"/streams/clicks"); got != effect {
			t.Errorf("%s: it has its effect: %t", rule, got)
		}
	}
}
