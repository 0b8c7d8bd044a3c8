package remote_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// counting answers every list with none, one workspace with its name, and tells
// the budget of the set of endpoints: of streams much is left, of clusters little.
func counting(limits string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		limit, left := 1200, 1100
		switch r.URL.Path {
		case "/api/atlas/v2/rateLimits":
			answers(200, vnd, limits)(w, r)
			return
		case "/api/atlas/v2/groups/" + projectID + "/flexClusters":
			limit, left = 100, 20
		}
		w.Header().Set("RateLimit-Limit", strconv.Itoa(limit))
		w.Header().Set("RateLimit-Remaining", strconv.Itoa(left))
		answers(200, vnd, `{"name":"clicks","results":[]}`)(w, r)
	}
}

func TestForecast(t *testing.T) {
	t.Parallel()
	const everything = `{"results":[
		{"endpointSetId":"flex","endpointSetName":"Flex Clusters","scope":"GROUP",
			"capacity":{"value":%d},"refillRate":{"value":60},"refillDurationSeconds":{"value":60},
			"endpoints":[{"method":"GET","path":"/api/atlas/v2/groups/{groupId}/flexClusters"}]},
		{"endpointSetId":"writes","endpointSetName":"Writes","scope":"USER",
			"capacity":{"value":40},"refillRate":{"value":10},"refillDurationSeconds":{"value":10},
			"endpoints":[{"method":"POST","path":"/api/atlas/v2/groups/{groupId}/flexClusters"},
				{"method":"POST","path":"/api/atlas/v2/groups/{groupId}/streams"}]}]}`
	const together = `{"results":[{"endpointSetId":"all","endpointSetName":"Everything","scope":"GROUP",
		"capacity":{"value":100},"refillRate":{"value":60},"refillDurationSeconds":{"value":60},"endpoints":[
			{"method":"GET","path":"/api/atlas/v2/groups/{groupId}/clusters"},
			{"method":"GET","path":"/api/atlas/v2/groups/{groupId}/flexClusters"},
			{"method":"GET","path":"/api/atlas/v2/groups/{groupId}/serverless"},
			{"method":"GET","path":"/api/atlas/v2/groups/{groupId}/streams"}]}]}`
	docs := load(t, projectID, flex("orders"), workspace("clicks"))
	orders, clicks := docs[0].Addr, docs[1].Addr
	other := orders
	other.Project = "elsewhere"
	for _, tc := range []struct {
		name     string
		limits   string // empty: Atlas does not tell
		requests map[spec.Address]int
		want     remote.Forecast
		text     string
	}{
		{"nothing", "", nil, remote.Forecast{}, "0 requests"},
		{"a little", "", map[spec.Address]int{clicks: 42}, remote.Forecast{Requests: 42, Set: "streams", Limit: 1200, Remaining: 1100}, "42 requests, budget 1200 (1100 left)"},
		{"more than is left", "", map[spec.Address]int{orders: 40, clicks: 2}, remote.Forecast{Requests: 42, Set: "flexClusters", Limit: 100, Remaining: 20, Takes: 36001 * time.Millisecond}, "42 requests, budget 100 (20 left), about 37 s"},
		{"what was not fetched", "", map[spec.Address]int{other: 7}, remote.Forecast{Requests: 7}, "7 requests"},
		{"reads as told", fmt.Sprintf(everything, 100), map[spec.Address]int{orders: 30}, remote.Forecast{Requests: 30, Set: "Flex Clusters", Limit: 100, Remaining: 20, Takes: 10001 * time.Millisecond}, "30 requests, budget 100 (20 left), about 11 s"},
		{"writes as told", fmt.Sprintf(everything, 100), map[spec.Address]int{orders: 10, clicks: 50}, remote.Forecast{Requests: 60, Set: "Writes", Limit: 40, Remaining: 40, Takes: 20001 * time.Millisecond}, "60 requests, budget 40, about 21 s"},
		{"what turns out to be one budget", together, map[spec.Address]int{clicks: 30}, remote.Forecast{Requests: 30, Set: "Everything", Limit: 100, Remaining: 20, Takes: 10001 * time.Millisecond}, "30 requests, budget 100 (20 left), about 11 s"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(counting(tc.limits))})
			want := load(t, projectID, flex("orders"), workspace("clicks"))
			if _, err := c.Fetch(t.Context(), want, remote.FetchOptions{}); err != nil {
				t.Fatal(err)
			}
			// Of answers under way together nobody knows which of them they count.
			if _, err := c.Read(t.Context(), want[1]); err != nil {
				t.Fatal(err)
			}
			if err := c.ReadLimits(t.Context()); (err == nil) != (tc.limits != "") {
				t.Errorf("reading the limits: %v", err)
			}
			got := c.Forecast(tc.requests, 10)
			wantSame(t, got, tc.want)
			if got.String() != tc.text {
				t.Errorf("got %q, want %q", got, tc.text)
			}
		})
	}
}

// TestForecastKnowsEveryKind holds that the budget of every kind is found once
// its collection was fetched, without a table that somebody forgets.
func TestForecastKnowsEveryKind(t *testing.T) {
	t.Parallel()
	for _, api := range []remote.ServerlessAPI{remote.ServerlessOnFlex, remote.ServerlessLegacy} {
		docs := load(t, projectID, flex("orders"), workspace("clicks"), sample("clicks", "a"), instance("shop"))
		c := connect(t, remote.Config{Credentials: remote.Token("token"), Serverless: api, Transport: handled(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("RateLimit-Limit", "1200")
			w.Header().Set("RateLimit-Remaining", "1199")
			answers(200, vnd, `{"results":[]}`)(w, nil)
		})})
		_, _ = c.Fetch(t.Context(), docs, remote.FetchOptions{}) // that a parent is missing does not matter
		for _, r := range docs {
			if got := c.Forecast(map[spec.Address]int{r.Addr: 1}, 1); got.Limit != 1200 {
				t.Errorf("%s: got %+v, want the budget of 1200", r.Addr, got)
			}
		}
	}
}

// TestForecastMeasures gives what a request takes.
func TestForecastMeasures(t *testing.T) {
	t.Parallel()
	clock := &stillClock{}
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: transport(func(r *http.Request) (*http.Response, error) {
		if err := clock.Sleep(r.Context(), 300*time.Millisecond); err != nil {
			return nil, err
		}
		return handled(counting("")).RoundTrip(r)
	})})
	want := load(t, projectID, flex("orders"))[0]
	for range 3 {
		_, _ = c.Read(t.Context(), want)
	}
	if f := c.Forecast(map[spec.Address]int{want.Addr: 20}, 10); f.Takes != 600*time.Millisecond {
		t.Errorf("20 requests, 10 at once, take %s, want 600ms", f.Takes)
	}
}

// TestReadLimitsFails holds that nothing depends on it: whatever comes of it is
// an error to log, after one request and no wait.
func TestReadLimitsFails(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]http.HandlerFunc{
		"denied":       answers(403, "application/json", `{"errorCode":"USER_UNAUTHORIZED"}`),
		"not there":    answers(404, "application/json", `{"errorCode":"RESOURCE_NOT_FOUND"}`),
		"trouble":      answers(500, "application/json", `{"errorCode":"UNEXPECTED_ERROR"}`),
		"rate limited": answers(429, "application/json", `{"errorCode":"RATE_LIMITED"}`),
		"a page":       answers(200, "text/html", `<html>`),
		"none":         answers(200, vnd, `{"results":[]}`),
		"null":         answers(200, vnd, `null`),
		"a list":       answers(200, vnd, `[]`),
		"half":         answers(200, vnd, `{"results":[{"endpoints`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := &stillClock{}
			c := connect(t, remote.Config{Credentials: remote.Token("token"), Clock: clock, Transport: handled(answer)})
			wantText(t, c.ReadLimits(t.Context()), "reading the rate limits")
			if c.Requests() != 1 || len(clock.sleeps) > 0 {
				t.Errorf("took %d requests and slept %v", c.Requests(), clock.sleeps)
			}
		})
	}
	// Nonsense inside is worth nothing, and does no harm.
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(counting(`{"results":[{},{"endpointSetId":"x","capacity":{"value":-1},
		"refillRate":{"value":5},"refillDurationSeconds":{"value":0},"endpoints":[{},{"method":"GET","path":"/api/atlas/v2/groups/{groupId}/flexClusters"}]}]}`))})
	if err := c.ReadLimits(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := c.Fetch(t.Context(), load(t, projectID, flex("orders")), remote.FetchOptions{}); err != nil {
		t.Error(err)
	}
}

// TestReadLimitsReadsAll goes on to the last page.
func TestReadLimitsReadsAll(t *testing.T) {
	t.Parallel()
	var pages []string
	c := connect(t, remote.Config{Credentials: remote.Token("token"), Transport: handled(func(w http.ResponseWriter, r *http.Request) {
		page := r.URL.Query().Get("pageNum")
		pages = append(pages, page)
		n := 500
		if page == "3" {
			n = 1
		}
		body := `{"results":[{}`
		for range n - 1 {
			body += `,{}`
		}
		answers(200, vnd, body+`]}`)(w, r)
	})})
	if err := c.ReadLimits(t.Context()); err != nil {
		t.Error(err)
	}
	wantSame(t, pages, []string{"1", "2", "3"})
}
