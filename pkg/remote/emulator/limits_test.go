package emulator_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// tight is a configuration in which streams run out soon.
var tight = emulator.Config{Limits: map[string]emulator.Limit{"streams_group": {Capacity: 100, Refill: 50}}}

func remaining(t *testing.T, a answer) [2]string {
	t.Helper()
	return [2]string{a.header.Get("RateLimit-Limit"), a.header.Get("RateLimit-Remaining")}
}

func TestRateLimitHeaders(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{Projects: []string{"other"}})
	other := "/groups/" + emu.AddProject("other")
	rt := emu.Transport()
	nobody := "/groups/" + strings.Repeat("1", 24)
	for _, step := range []struct {
		method, path, limit, left string
	}{
		{"GET", project + "/streams", "1200", "1199"},
		{"POST", project + "/streams", "1200", "1198"},
		{"GET", project + "/streams/clicks/connections", "1200", "1197"}, // one set, whatever lies below
		{"GET", project + "/streams/none", "1200", "1196"},               // errors too
		{"POST", project + "/streams/none/connections", "1200", "1195"},
		{"GET", other + "/streams", "1200", "1199"}, // each project by itself
		{"GET", project + "/flexClusters", "1200", "1199"},
		{"GET", project + "/serverless", "1200", "1199"},
		{"GET", project + "/clusters", "10000", "9999"},
		{"GET", project + "/privateEndpoint/serverless/instance/a/endpoint", "4000", "3999"},
		{"GET", project, "1200", "1199"},
		{"GET", "/groups", "1200", "1199"},
		{"GET", "/groups/byName/demo", "1200", "1198"},
		{"GET", "/rateLimits", "1200", "1199"},
		{"GET", "/rateLimits?groupId=" + strings.TrimPrefix(project, "/groups/"), "1200", "1199"},
		{"GET", nobody, "", ""}, // recorded
		{"GET", nobody + "/streams", "", ""},
		{"GET", "/groups/x/streams", "", ""},
		{"GET", "/nothing", "", ""},
		{"PUT", project + "/streams", "", ""},
	} {
		got := send(t, rt, step.method, step.path, workspaceBody)
		if left := remaining(t, got); left != [2]string{step.limit, step.left} {
			t.Errorf("%s %s: got %d with limits %q, want %s of %s", step.method, step.path, got.status, left, step.left, step.limit)
		}
	}
	emu.Advance(119 * time.Millisecond) // 500 a minute are one in 120 ms
	wantDiff(t, remaining(t, send(t, rt, "GET", project+"/streams", "")), [2]string{"1200", "1194"})
	emu.Advance(241 * time.Millisecond)
	wantDiff(t, remaining(t, send(t, rt, "GET", project+"/streams", "")), [2]string{"1200", "1196"})
	emu.Advance(time.Hour)
	wantDiff(t, remaining(t, send(t, rt, "GET", project+"/streams", "")), [2]string{"1200", "1199"})
}

func TestRateLimited(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, tight)
	rt := emu.Transport()
	path := project + "/streams"
	for i := range 100 {
		got := must(t, rt, http.StatusOK, "GET", path, "")
		wantDiff(t, remaining(t, got), [2]string{"100", strconv.Itoa(99 - i)})
	}
	got := send(t, rt, "POST", path+"/a%2Fb/connections", httpsBody)
	at := "api/atlas/v2" + path + "/a/b/connections"
	wantDiff(t, got.raw, `{"detail":"Rate limit exceeded for `+at+`. Please retry after 1 seconds. Request capacity: 100. `+
		`Refill rate: 50 per 60 seconds. For more information, see: http://dochub.mongodb.org/core/atlas-api-rate-limit.",`+
		`"error":429,"errorCode":"RATE_LIMITED_TOKEN_BUCKET","parameters":["`+at+`",1,100,50,60],"reason":"Too Many Requests"}`)
	wantCode(t, got, http.StatusTooManyRequests, "RATE_LIMITED_TOKEN_BUCKET")
	wantDiff(t, got.header.Get("X-Error-Code"), "RATE_LIMITED_TOKEN_BUCKET")
	wantDiff(t, got.header.Get("Content-Type"), "application/json")
	wantDiff(t, remaining(t, got), [2]string{"100", "0"})

	emu.Advance(400 * time.Millisecond)
	wantDiff(t, send(t, rt, "GET", path, "").body["parameters"].([]any)[1], any(0.0)) // as recorded
	emu.Advance(800 * time.Millisecond)
	must(t, rt, http.StatusOK, "GET", path, "")
	wantCode(t, send(t, rt, "GET", path, ""), http.StatusTooManyRequests, "RATE_LIMITED_TOKEN_BUCKET")
	must(t, rt, http.StatusOK, "GET", project+"/flexClusters", "")
	emu.Advance(time.Minute)
	for range 50 {
		must(t, rt, http.StatusOK, "GET", path, "")
	}
	wantCode(t, send(t, rt, "GET", path, ""), http.StatusTooManyRequests, "RATE_LIMITED_TOKEN_BUCKET")
}

// TestRetryAfter wants the header on some refusals and not on others, the same
// ones in every run.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	runs := make([]string, 2)
	for run := range runs {
		emu, project := newEmulator(t, tight)
		for range 100 {
			must(t, emu.Transport(), http.StatusOK, "GET", project+"/streams", "")
		}
		for range 40 {
			got := send(t, emu.Transport(), "GET", project+"/streams", "")
			switch after := got.header.Values("Retry-After"); {
			case len(after) == 0:
				runs[run] += "-"
			case after[0] == fmt.Sprint(got.body["parameters"].([]any)[1]):
				runs[run] += "+"
			default:
				t.Fatalf("got Retry-After %q with %s", after, got.raw)
			}
		}
	}
	wantDiff(t, runs[1], runs[0])
	if n := strings.Count(runs[0], "+"); n < 10 || n > 30 {
		t.Errorf("%d of 40 refusals say how long to wait: %s", n, runs[0])
	}
}

// TestLimitsBegin holds the limits to the day from which on they are recorded.
func TestLimitsBegin(t *testing.T) {
	t.Parallel()
	cfg := tight
	cfg.AsOf = time.Date(2026, time.January, 18, 23, 59, 59, 0, time.UTC)
	emu, project := newEmulator(t, cfg)
	for range 150 {
		wantDiff(t, remaining(t, must(t, emu.Transport(), http.StatusOK, "GET", project+"/streams", "")), [2]string{})
	}
	emu.Advance(time.Second)
	wantDiff(t, remaining(t, must(t, emu.Transport(), http.StatusOK, "GET", project+"/streams", "")), [2]string{"100", "99"})
}

// TestLimitsByCaller gives every caller a bucket for lists of projects.
func TestLimitsByCaller(t *testing.T) {
	t.Parallel()
	emu := newLimited(t)
	for range 2 {
		must(t, signed(emu, "owner"), http.StatusOK, "GET", "/groups", "")
	}
	wantDiff(t, remaining(t, send(t, signed(emu, "owner"), "GET", "/groups", "")), [2]string{"1200", "1197"})
	wantDiff(t, remaining(t, send(t, signed(emu, "narrow"), "GET", "/groups", "")), [2]string{"1200", "1199"})
	wantDiff(t, remaining(t, send(t, emu.Transport(), "GET", "/groups", "")), [2]string{}) // a 401
}
