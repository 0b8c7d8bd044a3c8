package main

import (
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// served is a running "atlasctl emulator" that keeps its state in a file.
type served struct {
	cmd    *exec.Cmd
	stderr buffer
	wait   func() error
	url    string
	client http.Client
}

func serveFile(t *testing.T, path string) *served {
	t.Helper()
	s := &served{cmd: exec.Command("atlasctl", "emulator", "--listen", "127.0.0.1:0", "--seed-project", "demo", "--state", path)}
	var stdout buffer
	s.cmd.Stdout, s.cmd.Stderr = &stdout, &s.stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended, wait := watch(s.cmd)
	s.wait = wait
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		_ = wait()
	})
	found, err := await(stdout.String, `^Atlas emulator: (\S+)$`, ended)
	if err != nil {
		t.Fatalf("%v\n%s", err, s.stderr.String())
	}
	s.url = found[1]
	s.client.Transport = &digest.Transport{Username: emulatorKey, Password: emulatorKey}
	return s
}

// create makes a stream workspace and reports whether it was answered.
func (s *served) create(t *testing.T, project, name string) bool {
	body := `{"name":"` + name + `","dataProcessRegion":{"cloudProvider":"AWS","region":"VIRGINIA_USA"}}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		s.url+"/api/atlas/v2/groups/"+project+"/streams", strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return false
	}
	req.Header.Set("Accept", "application/vnd.atlas.2023-02-01+json")
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.client.Do(req)
	if err != nil {
		return false // killed by now
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("got %s", resp.Status)
		return false
	}
	return true
}

// TestKilledEmulator kills the emulator while it writes, with no chance to tidy
// up, again and again. Whatever it has answered is in the file, the file can be
// read, and its lock is free.
func TestKilledEmulator(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	var answered []string
	for round := range 4 {
		s := serveFile(t, path)
		reader := readState(t, path)
		project := reader.AddProject("demo")
		var count atomic.Int32
		var mu sync.Mutex
		var wg sync.WaitGroup
		for writer := range 4 {
			wg.Go(func() {
				for n := 0; ; n++ {
					name := fmt.Sprintf("w-%d-%d-%d", round, writer, n)
					if !s.create(t, project, name) {
						return
					}
					mu.Lock()
					answered = append(answered, name)
					mu.Unlock()
					if count.Add(1) == 40 {
						_ = s.cmd.Process.Kill()
					}
				}
			})
		}
		wg.Wait()
		_ = s.wait()
		reader = readState(t, path)
		for _, name := range answered {
			if status := get(t, reader, "/groups/"+project+"/streams/"+name); status != http.StatusOK {
				t.Errorf("round %d: %s was answered, and a reader of the file gets %d", round, name, status)
			}
		}
	}
	if len(answered) < 160 {
		t.Errorf("only %d writes were answered", len(answered))
	}
}

// TestTerminatedEmulator: the signal that process managers send is a regular end
// too, and so is the state that it leaves.
func TestTerminatedEmulator(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no signals of this kind")
	}
	path := filepath.Join(t.TempDir(), "state.json")
	s := serveFile(t, path)
	project := readState(t, path).AddProject("demo")
	if !s.create(t, project, "clicks") {
		t.Fatal("no answer")
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.wait(); err != nil || s.stderr.String() != "" {
		t.Errorf("it ends with %v and says %q", err, s.stderr.String())
	}
	if status := get(t, readState(t, path), "/groups/"+project+"/streams/clicks"); status != http.StatusOK {
		t.Errorf("a reader of the file gets %d", status)
	}
}

func readState(t *testing.T, path string) *emulator.Emulator {
	t.Helper()
	emu, err := emulator.OpenReadOnly(path, emulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return emu
}

func get(t *testing.T, emu *emulator.Emulator, path string) int {
	t.Helper()
	req := request(t, "https://cloud.mongodb.com/api/atlas/v2"+path)
	req.Header.Set("Accept", "application/vnd.atlas.2023-02-01+json")
	resp, err := emu.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}
