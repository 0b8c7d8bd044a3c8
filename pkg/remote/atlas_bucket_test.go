package remote_test

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote"
	"github.com/atlasctl/atlasctl/pkg/spec"
)

// atlasBucket is a server that counts as Atlas does, in the time of a synctest
// bubble: so many tokens at most, refilled all the time.
type atlasBucket struct {
	limit, perMinute float64
	latency          time.Duration // half of it before the request is counted
	silent           bool          // answers do not tell what is left
	limits           string        // the answer to GET /rateLimits; empty is a 404

	mu      sync.Mutex
	tokens  float64
	at      time.Time
	refused int
	served  int
}

func (s *atlasBucket) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/rateLimits") {
		if s.limits == "" {
			return handled(answers(404, "application/json", `{"errorCode":"RESOURCE_NOT_FOUND"}`)).RoundTrip(r)
		}
		return handled(answers(200, vnd, s.limits)).RoundTrip(r)
	}
	time.Sleep(s.latency / 2)
	res, err := handled(s.serve).RoundTrip(r)
	time.Sleep(s.latency / 2)
	return res, err
}

func (s *atlasBucket) serve(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, rate := time.Now(), s.perMinute/60
	if s.at.IsZero() {
		s.tokens = s.limit
	} else {
		s.tokens = min(s.limit, s.tokens+rate*now.Sub(s.at).Seconds())
	}
	s.at = now
	w.Header().Set("Content-Type", vnd)
	if s.tokens < 1 {
		s.refused++
		s.head(w)
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = fmt.Fprintf(w, `{"errorCode":"RATE_LIMITED_TOKEN_BUCKET","parameters":["p",%d,%.0f,%.0f,60]}`, int((1-s.tokens)/rate), s.limit, s.perMinute)
		return
	}
	s.tokens--
	s.served++
	s.head(w)
	_, _ = io.WriteString(w, `{"name":"orders","stateName":"IDLE"}`)
}

func (s *atlasBucket) head(w http.ResponseWriter) {
	if !s.silent {
		w.Header().Set("RateLimit-Limit", strconv.Itoa(int(s.limit)))
		w.Header().Set("RateLimit-Remaining", strconv.Itoa(int(s.tokens)))
	}
}

// rateLimits is an answer to GET /rateLimits with one set.
func rateLimits(capacity, refill int) string {
	return fmt.Sprintf(`{"results":[{"endpointSetId":"flex","endpointSetName":"Flex Clusters","scope":"GROUP",
		"capacity":{"value":%d},"refillRate":{"value":%d},"refillDurationSeconds":{"value":60},
		"endpoints":[{"method":"GET","path":"/api/atlas/v2/groups/{groupId}/flexClusters/{name}"}]}],"totalCount":1}`, capacity, refill)
}

// readAtOnce has so many goroutines read so many times in all, and gives how
// long that took.
func readAtOnce(t *testing.T, c *remote.Client, want spec.Resource, goroutines, n int) time.Duration {
	t.Helper()
	work := make(chan int, n)
	for i := range n {
		work <- i
	}
	close(work)
	start := time.Now()
	var all sync.WaitGroup
	for range goroutines {
		own := want
		own.Body = spec.Clone(want.Body)
		all.Go(func() {
			for range work {
				if _, err := c.Read(t.Context(), own); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	return time.Since(start)
}
