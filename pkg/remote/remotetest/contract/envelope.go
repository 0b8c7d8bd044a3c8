package contract

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// open takes an answer out of the envelope that its request asks for, in which
// the documents do not describe it: a page has the status as one more member,
// anything else is a member of an object that has the status beside it.
func open(req *http.Request, status int, body []byte) []byte {
	if req.URL.Query().Get("envelope") != "true" || len(body) == 0 {
		return body
	}
	var envelope map[string]json.RawMessage
	if json.Unmarshal(body, &envelope) != nil || string(envelope["status"]) != strconv.Itoa(status) {
		return body // which will be found to be wrong
	}
	if content, ok := envelope["content"]; ok && len(envelope) == 2 {
		return content
	}
	delete(envelope, "status")
	page, err := json.Marshal(envelope)
	if err != nil {
		return body
	}
	return page
}
