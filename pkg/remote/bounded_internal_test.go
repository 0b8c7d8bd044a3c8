package remote

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestBounded ends what does not come to an end, and leaves alone what does.
func TestBounded(t *testing.T) {
	t.Parallel()
	send := func(t *testing.T, next roundTripper) (string, error) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://example.com", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := bounded(time.Minute, next).RoundTrip(r)
		if err != nil {
			return "", err
		}
		defer res.Body.Close()
		data, err := io.ReadAll(res.Body)
		return string(data), err
	}
	synctest.Test(t, func(t *testing.T) {
		_, err := send(t, func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		if err == nil || err.Error() != "no whole answer within 1m0s" {
			t.Errorf("no answer: got error %v", err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		_, err := send(t, func(r *http.Request) (*http.Response, error) {
			return &http.Response{Body: stalled{r.Context()}}, nil
		})
		if err == nil {
			t.Error("an answer that does not end: got no error")
		}
	})
	text, err := send(t, func(*http.Request) (*http.Response, error) {
		return &http.Response{Body: io.NopCloser(strings.NewReader("fine"))}, nil
	})
	if text != "fine" || err != nil {
		t.Errorf("got %q and error %v, want the answer", text, err)
	}
}

// stalled is a body that never comes.
type stalled struct{ ctx context.Context }

func (s stalled) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

func (stalled) Close() error { return nil }
