package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

func TestSecretsAreSwallowed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	cfg := emulator.Config{}
	emu := open(t, path, cfg)
	paths := fill(t, emu)
	rt := emu.Transport()
	all := paths[1] + "/streams/clicks/connections"
	sent := []string{
		`"mechanism":"OAUTHBEARER","clientSecret":"` + canary + `"`,
		`"mechanism":"SSL","sslKey":"` + canary + `","sslKeyPassword":"` + canary + `"`,
		`"mechanism":"PLAIN","password":"` + canary + `"`,
	}
	var raw strings.Builder
	for _, secrets := range sent {
		body := `{"type":"Kafka","bootstrapServers":"b:1","security":{"protocol":"SSL"},"authentication":{` + secrets + `}}`
		raw.WriteString(must(t, rt, http.StatusOK, "PATCH", all+"/kafka", body).raw)
		raw.WriteString(send(t, rt, "PATCH", all+"/kafka", replace(body, `"b:1"`, "7")).raw)
		raw.WriteString(send(t, rt, "PATCH", all+"/kafka", replace(body, `"`+canary+`"`, `["`+canary+`"]`)).raw)
		raw.WriteString(send(t, rt, "PATCH", all+"/kafka", body[:len(body)-1]).raw)
		raw.WriteString(read(t, path))
	}
	raw.WriteString(strings.Join(answers(t, emu, paths), ""))
	if strings.Contains(raw.String(), canary) {
		t.Errorf("a secret shows up in %s", raw.String())
	}
	if !strings.Contains(read(t, path), "X-Team") {
		t.Error("headers, which Atlas gives back, are not kept")
	}
}

func TestFileIsNeverPartial(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "state.json")
	left := filepath.Join(dir, ".state.json.tmp-1") // by a writer that was killed
	if err := os.WriteFile(left, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	emu := open(t, path, emulator.Config{})
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("the file of a dead writer is still there, %v", err)
	}
	fill(t, emu)
	all := "/groups/" + emu.AddProject("demo") + "/streams/clicks/connections"
	done := make(chan struct{})
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 25 {
				must(t, emu.Transport(), http.StatusOK, "POST", all, replace(httpsBody, "hook", fmt.Sprintf("hook-%d-%d", w, i)))
			}
		})
	}
	go func() { wg.Wait(); close(done) }()
	for reads := 0; ; reads++ {
		if !json.Valid([]byte(read(t, path))) {
			t.Fatal("the file is not whole")
		}
		select {
		case <-done:
			closeEmulator(t, emu)
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != 2 { // the state and its lock
				t.Errorf("the folder holds %v, %v", entries, err)
			}
			return
		default:
		}
	}
}

func TestFileThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "gone")
	emu := open(t, filepath.Join(dir, "state.json"), emulator.Config{Projects: []string{"demo"}})
	project := "/groups/" + emu.AddProject("demo")
	if err := os.RemoveAll(dir); err != nil {
		t.Skipf("the folder cannot be removed here: %v", err)
	}
	wantCode(t, send(t, emu.Transport(), "POST", project+"/streams", workspaceBody), 500, "UNEXPECTED_ERROR")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	must(t, emu.Transport(), http.StatusOK, "PATCH", project+"/streams/clicks", `{}`)
	if !strings.Contains(read(t, filepath.Join(dir, "state.json")), "clicks") {
		t.Error("the next write does not take along what failed")
	}
}
