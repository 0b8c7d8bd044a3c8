package recorded

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Env is the environment variable that names the folder of exchanges.
const Env = "ATLASCTL_RECORDED"

// Skipped is what a test says that runs without the folder.
const Skipped = "needs exchanges recorded of Atlas: set " + Env + " to their folder"

// Run is what one client did in one go.
type Run struct {
	Name      string // <kind>/<run>
	Exchanges []Exchange
}

// Exchange is one request with its answer.
type Exchange struct {
	Name    string // the run, and the number of the exchange in it
	Method  string
	Path    string // escaped, without the query, which was not recorded
	Sent    json.RawMessage
	Status  int
	Header  http.Header
	Body    json.RawMessage // nil: there was none
	Raw     string          // the bytes of the body where they were no compact JSON
	At      time.Time       // when it was made, or at least on which day
	Elapsed time.Duration   // since the first exchange of the run
	// Reconstructed means that only status and error are known for certain.
	Reconstructed bool
}

// Known reports whether the request is known whole: one that changes something
// is only with its body.
func (e Exchange) Known() bool {
	return e.Method == http.MethodGet || e.Method == http.MethodDelete || e.Sent != nil
}

// Read reads the exchanges of a folder.
func Read(dir string) ([]Run, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*", "*", "*.json"))
	if err != nil {
		return nil, fmt.Errorf("reading recorded exchanges: %w", err)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("reading recorded exchanges: %s holds none: want <kind>/<run>/<file>.json", dir)
	}
	slices.Sort(paths)
	var runs []Run
	for _, path := range paths {
		e, err := readExchange(path)
		if err != nil {
			return nil, fmt.Errorf("reading recorded exchange %s: %w", path, err)
		}
		folder := filepath.Dir(path)
		name := filepath.Base(filepath.Dir(folder)) + "/" + filepath.Base(folder)
		if len(runs) == 0 || runs[len(runs)-1].Name != name {
			runs = append(runs, Run{Name: name})
		}
		number, _, _ := strings.Cut(filepath.Base(path), "_")
		e.Name = name + "/" + number
		last := &runs[len(runs)-1]
		last.Exchanges = append(last.Exchanges, e)
	}
	return runs, nil
}

// file is an exchange as it is stored.
type file struct {
	Fidelity string                         `json:"fidelity"`
	Method   string                         `json:"method"`
	Path     string                         `json:"path"`
	Request  struct{ Body json.RawMessage } `json:"request"`
	Status   int                            `json:"status"`
	Headers  map[string]string              `json:"headers"`
	Body     json.RawMessage                `json:"body"`
	RawBody  string                         `json:"raw_body"`
	Date     time.Time                      `json:"date"`
	Elapsed  float64                        `json:"elapsed_s"`
	Seen     string                         `json:"seen"` // a day, and where
}

func readExchange(path string) (Exchange, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Exchange{}, err
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return Exchange{}, err
	}
	if f.Method == "" || f.Path == "" || f.Status == 0 {
		return Exchange{}, errors.New("it lacks a method, a path or a status")
	}
	e := Exchange{
		Method: f.Method, Path: f.Path, Sent: something(f.Request.Body),
		Status: f.Status, Header: http.Header{}, Body: something(f.Body), Raw: f.RawBody,
		At: f.Date, Elapsed: time.Duration(f.Elapsed * float64(time.Second)),
		Reconstructed: strings.HasPrefix(f.Fidelity, "reconstructed"),
	}
	for name, value := range f.Headers {
		e.Header.Set(name, value)
	}
	if e.At.IsZero() {
		day, _, _ := strings.Cut(f.Seen, " ")
		if e.At, err = time.Parse(time.DateOnly, day); err != nil {
			return Exchange{}, fmt.Errorf("it has no date: %w", err)
		}
	}
	return e, nil
}

// something gives a body, nil for the empty text that stands for none.
func something(body json.RawMessage) json.RawMessage {
	if bytes.Equal(body, []byte(`""`)) {
		return nil
	}
	return body
}
