package forge

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	requestTime = 20 * time.Second
	maxAnswer   = 64 << 20
	maxMessage  = 300 // characters of what a server says
)

// caller sends requests to one host.
type caller struct {
	cfg    Config
	http   *http.Client
	base   string // without a slash at its end
	token  string
	header http.Header
	advice func(status int) string
}

func newCaller(cfg Config, base, token string, header http.Header, advice func(int) string) (*caller, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("the URL of the API is none: want https://HOST/PATH")
	case u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname())):
		return nil, fmt.Errorf("the API at %s: want https", u.Host)
	case token == "":
		return nil, errors.New("there is no token")
	}
	header.Set("User-Agent", cfg.UserAgent)
	client := &http.Client{
		Transport:     cfg.Transport,
		Timeout:       requestTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return &caller{cfg, client, strings.TrimRight(base, "/"), token, header, advice}, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// requestError is a request that did not do what it was for.
type requestError struct {
	text   string
	passes bool          // it may go well the next time
	wait   time.Duration // when that is, if the server said so
}

func (e *requestError) Error() string { return e.text }

// call sends a request and decodes the answer. More says whether the answer has
// another page.
func (c *caller) call(ctx context.Context, method, path string, in, out any) (more bool, err error) {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return false, err
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return false, c.lost(ctx, err)
	}
	req.Header = c.header.Clone()
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return false, c.lost(ctx, err)
	}
	defer resp.Body.Close()
	c.cfg.Log.Debug("forge", "method", method, "path", req.URL.Path, "status", resp.StatusCode)
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return false, c.lost(ctx, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return false, c.refused(resp, data)
	}
	if err := json.Unmarshal(data, out); err != nil {
		return false, &requestError{text: fmt.Sprintf("the answer to %s %s is none of this API: is its URL right?", method, req.URL.Path)}
	}
	return strings.Contains(resp.Header.Get("Link"), `rel="next"`), nil
}

// lost is a request without an answer. The URL that Go puts in front is known.
func (c *caller) lost(ctx context.Context, err error) error {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		err = failed.Err
	}
	return &requestError{text: c.clean(err.Error()), passes: ctx.Err() == nil}
}

// refused explains an answer that is no success.
func (c *caller) refused(resp *http.Response, data []byte) error {
	e := &requestError{text: "the server answered " + strconv.Itoa(resp.StatusCode)}
	if said := c.clean(message(data)); said != "" {
		e.text += " (" + said + ")"
	}
	wait, limited := c.limited(resp)
	switch status := resp.StatusCode; {
	case limited:
		e.passes, e.wait = true, wait
		e.text += ": the rate limit of this token is used up"
		if wait > 0 {
			e.text += ", for " + wait.Round(time.Second).String()
		}
	case status >= 500:
		e.passes = true
	case status >= 300 && status <= 399:
		e.text += ": redirects are not followed; was the repository renamed, or is the URL of the API wrong?"
	default:
		if advice := c.advice(status); advice != "" {
			e.text += ": " + advice
		}
	}
	return e
}

// limited reports whether an answer is about a rate limit, and how long that
// lasts. GitHub says so also with a 403.
func (c *caller) limited(resp *http.Response) (time.Duration, bool) {
	after, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	spent := resp.Header.Get("X-RateLimit-Remaining") == "0"
	switch {
	case resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusForbidden,
		resp.StatusCode == http.StatusForbidden && err != nil && !spent:
		return 0, false
	case err == nil && after >= 0:
		return time.Duration(after) * time.Second, true
	}
	reset, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil {
		return 0, true
	}
	return max(0, time.Unix(reset, 0).Sub(c.cfg.Clock.Now())), true
}

// message is what a server says in JSON; a page of HTML is nothing to repeat.
func message(data []byte) string {
	var said struct {
		Message any `json:"message"`
		Error   any `json:"error"`
	}
	if json.Unmarshal(data, &said) != nil {
		return ""
	}
	for _, v := range []any{said.Message, said.Error} {
		switch v := v.(type) {
		case nil:
		case string:
			return v
		default:
			text, _ := json.Marshal(v) // it was JSON a moment ago
			return string(text)
		}
	}
	return ""
}

// clean takes the token out of what a server, or the network, says, and keeps it
// on one line.
func (c *caller) clean(text string) string {
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, c.token, "(secret)")), " ")
	if r := []rune(text); len(r) > maxMessage {
		text = string(r[:maxMessage]) + "…"
	}
	return text
}
