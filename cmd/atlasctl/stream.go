package main

import (
	"bytes"
	"encoding/json"
	"io"
	"sync"
	"time"

	"github.com/atlasctl/atlasctl/pkg/apply"
	"github.com/atlasctl/atlasctl/pkg/plan"
	"github.com/atlasctl/atlasctl/pkg/plan/render"
	"github.com/atlasctl/atlasctl/pkg/remote"
)

// streamVersion is the version of the events of -o ndjson. New members and new
// events may come without another version.
const streamVersion = 1

// stream writes events, one JSON object a line. Every event says its version,
// its time and its name; what else it has goes by the name.
type stream struct {
	on  bool
	now func() time.Time

	mu sync.Mutex // one event at a time
	to io.Writer
}

// stepEvent is an [apply.Event].
type stepEvent struct {
	Address   string `json:"address"`
	Verb      string `json:"verb"`
	State     string `json:"state"`
	Detail    string `json:"detail,omitempty"`
	Error     string `json:"error,omitempty"`
	ErrorCode string `json:"errorCode,omitempty"`
	Because   string `json:"because,omitempty"`
	ElapsedMS int64  `json:"elapsedMs"`
}

// waitEvent is a [remote.Wait].
type waitEvent struct {
	Attempt int    `json:"attempt,omitempty"`
	Of      int    `json:"of,omitempty"`
	ForMS   int64  `json:"forMs"`
	Reason  string `json:"reason"`
	Method  string `json:"method"`
	Path    string `json:"path"`
}

// forecastEvent is a [remote.Forecast].
type forecastEvent struct {
	Requests  int   `json:"requests"`
	Limit     int   `json:"limit,omitempty"` // of the tightest budget
	Remaining int   `json:"remaining,omitempty"`
	AboutMS   int64 `json:"aboutMs"`
}

// plan writes the plan, as -o json has it.
func (s *stream) plan(p *plan.Plan) error {
	data, err := render.JSON(p)
	if err != nil {
		return err
	}
	return s.write(s.now(), "plan", json.RawMessage(data))
}

func (s *stream) step(e apply.Event) error {
	step := stepEvent{
		Address: e.Addr.String(), Verb: e.Verb.String(), State: string(e.State),
		Detail: e.Detail, ElapsedMS: e.Elapsed.Milliseconds(),
	}
	if e.Err != nil {
		step.Error, step.ErrorCode = e.Err.Error(), errorCode(e.Err)
	}
	switch {
	case e.State == apply.Skipped && e.Cause == e.Addr:
		step.Because = "it was not deleted"
	case e.State == apply.Skipped:
		step.Because = causeText(e.Cause)
	}
	return s.write(e.Time, "step", step)
}

func (s *stream) wait(w remote.Wait) error {
	return s.write(s.now(), "wait", waitEvent{w.Attempt, w.Of, w.For.Milliseconds(), w.Reason, w.Method, w.Path})
}

// write writes an event with one member of its own, which has its name.
func (s *stream) write(at time.Time, name string, what any) error {
	if !s.on {
		return nil
	}
	body, err := encodeJSON(what)
	if err != nil {
		return err
	}
	head, err := encodeJSON(struct {
		FormatVersion int       `json:"formatVersion"`
		Time          time.Time `json:"time"`
		Event         string    `json:"event"`
	}{streamVersion, at.UTC(), name})
	if err != nil {
		return err
	}
	var line bytes.Buffer
	line.Write(bytes.TrimSuffix(head, []byte("}")))
	line.WriteString(`,"` + name + `":`)
	if err := json.Compact(&line, body); err != nil {
		return err
	}
	line.WriteString("}\n")
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.to.Write(line.Bytes())
	return err
}

// encodeJSON leaves <, > and & as they are: nobody puts this into HTML. What a job of
// GitHub would obey is spelled otherwise.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.ReplaceAll(bytes.TrimSpace(b.Bytes()), []byte(oldCommand), []byte(`##\u005b`)), nil
}
