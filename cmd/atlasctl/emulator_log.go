package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/pflag"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// requestLog is the flag --log-requests, which may stand alone.
type requestLog struct{ format word }

func (o *requestLog) bind(f *pflag.FlagSet) {
	o.format = word{"", []string{"text", "json"}}
	f.Var(&o.format, "log-requests", "write a line a request to standard error, secrets hidden; =json for programs")
	f.Lookup("log-requests").NoOptDefVal = "text"
}

// to returns what writes the lines, nil when none are wanted.
func (o *requestLog) to(w io.Writer) func(emulator.Exchange) {
	write := textLine
	switch o.format.chosen {
	case "":
		return nil
	case "json":
		write = jsonLine
	}
	var mu sync.Mutex
	return func(x emulator.Exchange) {
		line := write(x)
		mu.Lock()
		defer mu.Unlock()
		// Who read the log may be gone; the emulator goes on.
		_, _ = io.WriteString(w, line+"\n")
	}
}

// timestamp is that of the lines, to the millisecond.
const timestamp = "2006-01-02T15:04:05.000Z07:00"

// textLine is a line for people and grep: what every request has comes first, in
// columns, then by name what only some have.
func textLine(x emulator.Exchange) string {
	status := "-"
	if x.Status != 0 {
		status = strconv.Itoa(x.Status)
	}
	parts := []string{
		x.Time.Format(timestamp), x.Method, x.Path, status,
		x.Duration.Round(time.Millisecond).String(), strconv.Itoa(x.Bytes) + "B",
	}
	if x.ErrorCode != "" {
		parts = append(parts, x.ErrorCode)
	}
	if x.Route == "" {
		parts = append(parts, "no such route")
	} else {
		parts = append(parts, "route="+x.Route)
	}
	if x.Fault != "" {
		parts = append(parts, fmt.Sprintf("fault=%q", x.Fault))
	}
	if x.Effect != 0 {
		parts = append(parts, "effect="+strconv.Itoa(x.Effect))
	}
	if x.Body != nil {
		parts = append(parts, "body="+string(x.Body))
	}
	return printable(strings.Join(parts, " "))
}

// jsonLine is a line for programs.
func jsonLine(x emulator.Exchange) string {
	line, err := json.Marshal(struct {
		Time      string          `json:"time"`
		Method    string          `json:"method"`
		Path      string          `json:"path"`
		Route     string          `json:"route,omitempty"`
		Status    int             `json:"status,omitempty"`
		ErrorCode string          `json:"errorCode,omitempty"`
		Seconds   float64         `json:"seconds"`
		Bytes     int             `json:"bytes"`
		Fault     string          `json:"fault,omitempty"`
		Effect    int             `json:"effect,omitempty"`
		Body      json.RawMessage `json:"body,omitempty"`
	}{
		x.Time.Format(timestamp), x.Method, x.Path, x.Route, x.Status, x.ErrorCode,
		x.Duration.Seconds(), x.Bytes, x.Fault, x.Effect, x.Body,
	})
	if err != nil {
		return fmt.Sprintf(`{"error":%q}`, err) // cannot happen: the body is JSON
	}
	return string(line)
}
