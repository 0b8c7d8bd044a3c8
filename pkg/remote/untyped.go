package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"go.mongodb.org/atlas-sdk/v20250312018/admin"
)

// untyped is a part of the API that the types of the SDK would spoil: they keep
// no order of keys, or know it no more. Errors are those of the SDK.
type untyped struct {
	sdk   *admin.APIClient
	media string // of requests and answers, which is the version of the API
}

// call sends a request to a path below /api/atlas/v2 and decodes the answer. Body
// and answer may be nil. What it gives is what a call of the SDK gives.
func (u untyped) call(ctx context.Context, method string, path []string, query url.Values, body, answer any) (*http.Response, error) {
	parts := []string{u.sdk.GetConfig().Servers[0].URL, "api", "atlas", "v2"}
	for _, part := range path {
		parts = append(parts, escaped(part))
	}
	address := strings.Join(parts, "/")
	headers := map[string]string{"Accept": u.media}
	if body != nil {
		headers["Content-Type"] = u.media
	}
	req, err := u.sdk.UntypedClient.PrepareRequest(ctx, address, method, body, headers, query, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("preparing the request: %w", err)
	}
	res, err := u.sdk.UntypedClient.CallAPI(req)
	if err != nil {
		return res, err
	}
	if res.StatusCode >= http.StatusMultipleChoices {
		return res, u.sdk.UntypedClient.MakeApiError(res, method, req.URL.Path)
	}
	defer func() { _ = res.Body.Close() }() // it is in memory
	if answer == nil {
		answer = &map[string]any{} // a page is not Atlas's answer
	}
	err = json.NewDecoder(res.Body).Decode(answer)
	if method != http.MethodGet && errors.Is(err, io.EOF) {
		err = nil
	}
	return res, err
}

// escaped escapes a part of a path, but for the colon before a verb.
func escaped(part string) string {
	name, verb, _ := strings.Cut(part, "\x00")
	if verb != "" {
		verb = ":" + verb
	}
	return url.PathEscape(name) + verb
}

// verbOf is the part of a path that asks for something to be done with a name.
func verbOf(name, verb string) string { return name + "\x00" + verb }
