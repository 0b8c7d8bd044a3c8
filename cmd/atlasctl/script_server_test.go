package main

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

const baseURLKey = "MONGODB_ATLAS_BASE_URL"

// serversKey finds the servers of a script.
type serversKey struct{}

// servers is what runs beside a script.
type servers struct {
	emulator *emulatorProcess
	forge    *forgeProcess
}

type emulatorProcess struct {
	cmd            *exec.Cmd
	stdout, stderr buffer
	wait           func() error
}

// scriptEmulator does what a user would do: start it, and believe what it says.
func scriptEmulator(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg, "emulator [ARG]...")
	all := ts.Value(serversKey{}).(*servers)
	p := &emulatorProcess{cmd: command(ts, "atlasctl", append([]string{"emulator", "--listen", "127.0.0.1:0"}, withHaste(args)...)...)}
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	ts.Check(p.cmd.Start())
	ended, wait := watch(p.cmd)
	p.wait = wait
	all.emulator = p
	ts.Defer(func() {
		_ = p.cmd.Process.Kill()
		_ = p.wait()
	})
	found, err := await(p.stdout.String, `^Atlas emulator: (\S+)\n(?:API key: public (\S+), private (\S+)\n)?`, ended)
	if err != nil {
		ts.Fatalf("the emulator does not start: %v\n%s", err, p.stderr.String())
	}
	ts.Setenv(baseURLKey, found[1])
	if found[2] != "" {
		ts.Setenv("MONGODB_ATLAS_PUBLIC_KEY", found[2])
		ts.Setenv("MONGODB_ATLAS_PRIVATE_KEY", found[3])
	}
}

func scriptStopEmulator(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 1, "stop-emulator CODE")
	p := ts.Value(serversKey{}).(*servers).emulator
	if p == nil {
		ts.Fatalf("no emulator was started")
	}
	ts.Check(p.cmd.Process.Signal(os.Interrupt))
	err := p.wait()
	give(ts, p.stdout.String(), p.stderr.String())
	wantExit(ts, args[0], err)
}

func scriptRecord(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && (len(args) == 0 || len(args) == 3), "record [STATUS TYPE FILE]")
	f, err := os.Create(ts.MkAbs("requests.log"))
	ts.Check(err)
	handler := http.Handler(nil)
	if len(args) == 0 {
		upstream, err := url.Parse(ts.Getenv(baseURLKey))
		ts.Check(err)
		handler = forward(upstream)
	} else {
		status, err := strconv.Atoi(args[0])
		ts.Check(err)
		handler = answer(status, args[1], ts.ReadFile(args[2]))
	}
	server := httptest.NewServer(recorder(f, handler))
	ts.Defer(func() {
		server.Close()
		_ = f.Close()
	})
	ts.Setenv(baseURLKey, server.URL)
}

// recorder writes a line for each request before its answer goes out.
func recorder(w io.Writer, next http.Handler) http.Handler {
	var mu sync.Mutex
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		mu.Lock()
		_, _ = fmt.Fprintf(w, "%s %s %d %s\n", r.Method, r.URL.Path, answer.Code, bytes.TrimSpace(body))
		mu.Unlock()
		maps.Copy(rw.Header(), answer.Header())
		rw.WriteHeader(answer.Code)
		_, _ = rw.Write(answer.Body.Bytes())
	})
}

func forward(upstream *url.URL) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(upstream)
			r.Out.Host = r.In.Host
		},
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

func answer(status int, contentType, body string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
}

func scriptHang(ts *testscript.TestScript, neg bool, args []string) {
	usage(ts, !neg && len(args) == 0, "hang")
	f, err := os.Create(ts.MkAbs("requests.log"))
	ts.Check(err)
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(f, "%s %s\n", r.Method, r.URL.Path)
		select {
		case <-over:
		case <-r.Context().Done():
		}
	}))
	ts.Defer(func() {
		close(over)
		server.Close()
		_ = f.Close()
	})
	ts.Setenv(baseURLKey, server.URL)
}
