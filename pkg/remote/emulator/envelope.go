package emulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
)

// present gives a body the form that the parameters envelope and pretty ask for
// (API document; what an envelope holds: IPA-115, MongoDB's rules for its APIs).
// It works on what has been written, so that members keep their order and
// numbers their digits.
func (e *Emulator) present(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		envelope, pretty, err := presentation(r)
		switch {
		case err != nil:
			writeError(w, err)
		case envelope || pretty:
			got := &answer{header: w.Header()}
			next.ServeHTTP(got, r)
			got.present(w, envelope, pretty)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func presentation(r *http.Request) (envelope, pretty bool, err error) {
	if r.URL.RawQuery == "" {
		return false, false, nil
	}
	c := &call{query: r.URL.Query()}
	if envelope, err = c.queryBool("envelope", false); err == nil {
		pretty, err = c.queryBool("pretty", false)
	}
	return envelope, pretty, err
}

// present sends what was collected. The status of the answer stays what it is,
// and so does an answer without a body: neither is documented.
func (a *answer) present(w http.ResponseWriter, envelope, pretty bool) {
	body := a.body.Bytes()
	if len(body) > 0 && envelope {
		body = enclose(body, a.status)
	}
	if len(body) > 0 && pretty {
		var out bytes.Buffer
		// What cannot be indented goes out as it is. Atlas's white space is another.
		if json.Indent(&out, body, "", "  ") == nil {
			body = out.Bytes()
		}
	}
	if len(body) > 0 {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.status)
	// The client may be gone; then nobody is left to tell.
	_, _ = w.Write(body)
}

// enclose puts a body and the status into an object. A page is such an object
// already, and gets the status as one more member. That errors and bare arrays
// are enclosed like single objects is a guess.
func enclose(body []byte, status int) []byte {
	members := map[string]json.RawMessage{}
	code := json.RawMessage(strconv.Itoa(status))
	if json.Unmarshal(body, &members) != nil || members["results"] == nil {
		members = map[string]json.RawMessage{"content": body}
	}
	members["status"] = code
	enclosed, err := encodeJSON(members)
	if err != nil { // cannot happen: the body is JSON
		return body
	}
	return enclosed
}
