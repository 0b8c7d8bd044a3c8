package emulator_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func open(t testing.TB, path string, cfg emulator.Config) *emulator.Emulator {
	t.Helper()
	if cfg.Oddities == emulator.OdditiesRecorded {
		cfg.Oddities = emulator.OdditiesNever
	}
	emu, err := emulator.Open(path, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = emu.Close() }) // tests that care close it themselves
	return emu
}

func closeEmulator(t testing.TB, emu *emulator.Emulator) {
	t.Helper()
	if err := emu.Close(); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// fill creates one of each kind and returns the paths that show them all.
func fill(t testing.TB, emu *emulator.Emulator) []string {
	t.Helper()
	rt := emu.Transport()
	project := "/groups/" + emu.AddProject("demo")
	all := project + "/streams/clicks/connections"
	must(t, rt, http.StatusCreated, "POST", project+"/flexClusters", flexBody)
	must(t, rt, http.StatusOK, "POST", project+"/streams", workspaceBody)
	for _, body := range []string{sampleBody, httpsBody, kafkaBody} {
		must(t, rt, http.StatusOK, "POST", all, body)
	}
	return []string{"/groups", project, project + "/flexClusters", project + "/streams", all, project + "/clusters"}
}

func answers(t testing.TB, emu *emulator.Emulator, paths []string) []string {
	t.Helper()
	var raw []string
	for _, path := range paths {
		raw = append(raw, must(t, emu.Transport(), http.StatusOK, "GET", path, "").raw)
	}
	return raw
}

func TestReopen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "made", "state.json")
	emu := open(t, path, emulator.Config{})
	paths := fill(t, emu)
	emu.Advance(90*second + time.Millisecond)
	want, now := answers(t, emu, paths), emu.Now()
	closeEmulator(t, emu)

	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	wantDiff(t, info.Mode().Perm(), os.FileMode(0o600))
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	wantDiff(t, folder.Mode().Perm(), os.FileMode(0o700))

	emu = open(t, path, emulator.Config{AsOf: emulator.DefaultAsOf})
	wantDiff(t, answers(t, emu, paths), want)
	wantDiff(t, emu.Now().Equal(now), true)
	project := paths[1]
	connection := project + "/streams/clicks/connections/kafka"
	must(t, emu.Transport(), http.StatusOK, "PATCH", connection, // compares with networking from the file
		replace(kafkaBody, `{"name"`, `{"networking":{"access":{"type":"PUBLIC"}},"name"`))
	must(t, emu.Transport(), http.StatusOK, "PATCH", project+"/streams/clicks", `{"streamConfig":{"tier":"SP10"}}`)
	closeEmulator(t, emu)

	if _, err := emulator.Open(path, emulator.Config{AsOf: emulator.DefaultAsOf.AddDate(0, 0, 1)}); err == nil {
		t.Error("another date on the same file is accepted")
	}
	emu = open(t, path, emulator.Config{})
	closeEmulator(t, emu)
}

func TestAnswerComesAfterTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	emu := open(t, path, emulator.Config{})
	fill(t, emu)
	reader, err := emulator.OpenReadOnly(path, emulator.Config{}) // while the writer lives
	if err != nil {
		t.Fatal(err)
	}
	project := "/groups/" + reader.AddProject("demo")
	must(t, reader.Transport(), http.StatusOK, "GET", project+"/streams/clicks/connections/kafka", "")
}

func TestReadsNeverWrite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	emu := open(t, path, emulator.Config{})
	paths := fill(t, emu)
	before := read(t, path)
	emu.Advance(time.Hour)
	answers(t, emu, paths)
	wantCode(t, send(t, emu.Transport(), "POST", paths[1]+"/streams", workspaceBody), 409, "STREAM_TENANT_NAME_ALREADY_EXISTS")
	wantDiff(t, read(t, path), before)
}

func TestReadOnlyNeverWrites(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	missing := filepath.Join(dir, "none", "state.json")
	emu, err := emulator.OpenReadOnly(missing, emulator.Config{Projects: []string{"demo"}})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, emu)
	emu.Advance(second)
	closeEmulator(t, emu)
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}

	path := filepath.Join(dir, "state.json")
	writer := open(t, path, emulator.Config{})
	fill(t, writer)
	closeEmulator(t, writer)
	before := read(t, path)
	emu, err = emulator.OpenReadOnly(path, emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	project := "/groups/" + emu.AddProject("demo")
	must(t, emu.Transport(), http.StatusAccepted, "DELETE", project+"/streams/clicks", "")
	closeEmulator(t, emu)
	wantDiff(t, read(t, path), before)
}

func TestNothingDoneNothingWritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	emu := open(t, path, emulator.Config{})
	emu.Advance(second)
	closeEmulator(t, emu)
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("got a file, %v", err)
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	emu := open(t, path, emulator.Config{})
	if _, err := emulator.Open(path, emulator.Config{}); err == nil || !strings.Contains(err.Error(), "another process is using it") {
		t.Errorf("got error %v", err)
	}
	closeEmulator(t, emu)
	closeEmulator(t, open(t, path, emulator.Config{}))
}

func TestForeignFilesAreRefused(t *testing.T) {
	t.Parallel()
	good := filepath.Join(t.TempDir(), "state.json")
	emu := open(t, good, emulator.Config{})
	fill(t, emu)
	closeEmulator(t, emu)
	state := read(t, good)
	first := state[strings.Index(state, "\n")+1 : strings.Index(state, "},\n")+1]

	tests := []struct{ name, data string }{
		{"empty", ""},
		{"cut off", state[:len(state)/2]},
		{"more after the end", state + "x"},
		{"text", "hello"},
		{"a list", "[]"},
		{"another program's", `{"version": 4, "terraform_version": "1.9"}`},
		{"a newer version", replace(state, `"formatVersion":1`, `"formatVersion":2`)},
		{"unknown member", replace(state, `{"format"`, `{"extra":1,"format"`)},
		{"a resource twice", replace(state, "\n]}", ",\n"+first+"\n]}")},
		{"a resource without ID", replace(state, `"id"`, `"ID "`)},
		{"a resource without fields", replace(state, first, first[:strings.Index(first, `,"fields"`)]+`}`)},
		{"a time that is too late", regexp.MustCompile(`"now":"[^"]*"`).ReplaceAllString(state, `"now":"9999-12-31T23:59:59Z"`)},
		{"no date", regexp.MustCompile(`"startDate":"[^"]*",`).ReplaceAllString(state, "")},
		{"a time before its date", regexp.MustCompile(`"now":"[^"]*"`).ReplaceAllString(state, `"now":"2024-01-01T00:00:00Z"`)},
		{"null resource", replace(state, "\n]}", ",\nnull\n]}")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "state.json")
			if err := os.WriteFile(path, []byte(test.data), 0o600); err != nil {
				t.Fatal(err)
			}
			if emu, err := emulator.Open(path, emulator.Config{}); err == nil {
				closeEmulator(t, emu)
				t.Error("Open accepts it")
			}
			if _, err := emulator.OpenReadOnly(path, emulator.Config{}); err == nil {
				t.Error("OpenReadOnly accepts it")
			}
			wantDiff(t, read(t, path), test.data)
		})
	}
}

// TestStateBehindALink writes to the file that a link points to, which a second
// name does not unlock.
func TestStateBehindALink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, link := filepath.Join(dir, "state.json"), filepath.Join(dir, "link.json")
	first := open(t, path, emulator.Config{})
	fill(t, first)
	closeEmulator(t, first)
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err) // not every system lets everybody
	}
	emu := open(t, link, emulator.Config{})
	if _, err := emulator.Open(path, emulator.Config{}); err == nil {
		t.Error("one file was opened twice")
	}
	must(t, emu.Transport(), http.StatusOK, "POST", "/groups/"+emu.AddProject("demo")+"/streams", replace(workspaceBody, "clicks", "orders"))
	closeEmulator(t, emu)
	if at, err := os.Readlink(link); err != nil || at != path {
		t.Errorf("the link is %q, %v", at, err)
	}
	if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), "orders") {
		t.Errorf("the file does not have what was written: %v", err)
	}
}
