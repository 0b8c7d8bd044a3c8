package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func scriptJSON(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) > 0, "json FILE [PATH=VALUE]...")
	text := ts.ReadFile(args[0])
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var doc any
	if err := decoder.Decode(&doc); err != nil {
		ts.Fatalf("%s is no JSON: %v", args[0], err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		ts.Fatalf("%s holds more than one JSON document", args[0])
	}
	for _, arg := range args[1:] {
		path, want, _ := strings.Cut(arg, "=")
		if got := fmt.Sprint(jsonAt(doc, strings.Split(path, "."))); got != want {
			ts.Fatalf("%s: %s is %s, want %s", args[0], path, got, want)
		}
	}
}

func scriptEvents(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) > 1, "events FILE NAME...")
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	var names []string
	for _, line := range lines {
		var event struct {
			FormatVersion int
			Event         string
			Time          time.Time
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil || event.FormatVersion != 1 || event.Time.IsZero() {
			ts.Fatalf("no event of version 1 (%v): %s", err, line)
		}
		names = append(names, event.Event)
	}
	if got := slices.Compact(names); !slices.Equal(got, args[1:]) {
		ts.Fatalf("events %q, want %q", got, args[1:])
	}
	ts.Check(os.WriteFile(ts.MkAbs("first.json"), []byte(lines[0]), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("last.json"), []byte(lines[len(lines)-1]), 0o600))
}

// jsonAt walks down: names in objects, numbers in arrays, and len at its end.
func jsonAt(v any, path []string) any {
	if len(path) == 0 {
		return v
	}
	switch v := v.(type) {
	case map[string]any:
		return jsonAt(v[path[0]], path[1:])
	case []any:
		if path[0] == "len" {
			return len(v)
		}
		if i, err := strconv.Atoi(path[0]); err == nil && i < len(v) {
			return jsonAt(v[i], path[1:])
		}
	}
	return nil
}

func scriptCapture(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 3, "capture NAME FILE PATTERN")
	found := regexp.MustCompile("(?m)" + args[2]).FindStringSubmatch(ts.ReadFile(args[1]))
	if len(found) < 2 {
		ts.Fatalf("no match for %q in %s", args[2], args[1])
	}
	ts.Setenv(args[0], found[1])
}

func scriptReplace(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 3, "replace FILE OLD NEW")
	text := ts.ReadFile(args[0])
	if strings.Count(text, args[1]) != 1 {
		ts.Fatalf("%s holds %q %d times, want it once", args[0], args[1], strings.Count(text, args[1]))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o600))
}

func scriptSparse(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 2, "sparse FILE SIZE")
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), nil, 0o600))
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

func scriptExample(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) > 0, "example PATTERN...")
	from := filepath.Join("..", "..", "examples")
	for _, pattern := range args {
		found, err := filepath.Glob(filepath.Join(from, pattern))
		ts.Check(err)
		if len(found) == 0 {
			ts.Fatalf("no example matches %s", pattern)
		}
		for _, folder := range found {
			ts.Check(os.CopyFS(ts.MkAbs(filepath.Join("examples", filepath.Base(folder))), os.DirFS(folder)))
		}
	}
}

// scriptCluster does what Atlas did to some serverless instances: no request
// creates such a cluster in the emulator.
func scriptCluster(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 4, "cluster FILE PROJECT NAME SIZE")
	local, err := emulator.Open(ts.MkAbs(args[0]), emulator.Config{})
	ts.Check(err)
	ts.Check(local.AddCluster(local.AddProject(args[1]), args[2], args[3]))
	local.Advance(time.Second) // so that there is something to write
	ts.Check(local.Close())
}
