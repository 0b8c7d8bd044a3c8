package remote_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/icholy/digest"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/contract"
)

// playbook plays scenes of raw requests, which are wrong on purpose.
type playbook struct {
	contract *contract.Contract

	mu    sync.Mutex
	codes map[string]bool // the error codes that have been answered
}

// scene is an emulator of its own on a date, and what it is asked in turn, with
// an API key where one is named.
type scene struct {
	name   string
	asOf   string
	config emulator.Config
	key    string
	free   string // the name of a free cluster, if there is one
	steps  []step
}

// anyAnswer is wanted where only a later one counts.
const anyAnswer = "any"

// step is one request, or a while of waiting.
type step struct {
	request string // method and path, that of the project left out: "GET /streams"; ID stands for the last ID answered
	body    string
	want    string // the status, and the error code if there is one
	accept  string // instead of the newest version
	sends   string // the media type of the body, likewise
	wait    time.Duration
	aside   bool // its answer's ID is not the one that ID stands for
}

func (p *playbook) run(t *testing.T) {
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			p.play(t, sc)
		})
	}
	for _, operation := range operations() {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			p.refuse(t, operation)
		})
	}
	t.Run("tokens", func(t *testing.T) {
		t.Parallel()
		p.exhaust(t)
	})
	t.Run("a state that cannot be written", func(t *testing.T) {
		t.Parallel()
		p.spoil(t)
	})
}

func (p *playbook) play(t *testing.T, sc scene) {
	date, err := time.Parse(time.DateOnly, sc.asOf)
	if sc.asOf != "" && err != nil {
		t.Fatal(err)
	}
	sc.config.AsOf, sc.config.Oddities = date, emulator.OdditiesNever // a scene has one course
	emu, err := emulator.New(sc.config)
	if err != nil {
		t.Fatal(err)
	}
	next := p.contract.Answers(t, emu.Transport())
	if sc.key != "" {
		next = &digest.Transport{Username: sc.key, Password: "private", Transport: next}
	}
	project := emu.AddProject("demo")
	if err := emu.AddCluster(project, "dedicated", "M10"); err != nil {
		t.Fatal(err)
	}
	if sc.free != "" {
		if err := emu.AddCluster(project, sc.free, "M0"); err != nil {
			t.Fatal(err)
		}
	}
	id := ""
	for _, st := range sc.steps {
		if st.wait > 0 {
			emu.Advance(st.wait)
			continue
		}
		if id != "" {
			st.request, st.body = strings.ReplaceAll(st.request, "ID", id), strings.ReplaceAll(st.body, "ID", id)
		}
		if got := p.ask(t, next, project, st); got != "" && !st.aside {
			id = got
		}
	}
}

// ask makes the request of a step, and gives the ID of the object answered.
func (p *playbook) ask(t *testing.T, next http.RoundTripper, project string, st step) string {
	t.Helper()
	const newest = "application/vnd.atlas.2025-03-12+json"
	method, path, _ := strings.Cut(st.request, " ")
	if !outsideProjects(st.request) {
		path = "/groups/" + project + path
	}
	req, err := http.NewRequestWithContext(t.Context(), method, "https://cloud.mongodb.com/api/atlas/v2"+path, strings.NewReader(st.body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Accept": st.accept, "Content-Type": st.sends} {
		if value == "" {
			value = newest
		}
		req.Header.Set(name, value)
	}
	res, err := next.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var body struct {
		ID      string `json:"_id"`
		PlainID string `json:"id"`
		Events  []struct {
			ID string `json:"id"`
		} `json:"results"`
		Code string `json:"errorCode"`
	}
	if err := json.NewDecoder(res.Body).Decode(&body); err != nil {
		body.Code = "" // a list, or nothing
	}
	if got := strings.TrimSpace(fmt.Sprint(res.StatusCode, " ", body.Code)); got != st.want && st.want != anyAnswer {
		t.Errorf("%s %s: got %s, want %s", st.request, st.body, got, st.want)
	}
	p.note(body.Code)
	if len(body.Events) > 0 && body.ID == "" && strings.HasPrefix(st.request, "GET /events") {
		return body.Events[0].ID
	}
	if method == http.MethodPost && !strings.HasPrefix(st.request, "POST /streams") { // those of streams are called _id, if any is wanted
		return cmp.Or(body.ID, body.PlainID)
	}
	return body.ID
}

func (p *playbook) note(code string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.codes[code] = true
}

// wantAllCodes wants every error code in the sources of the emulator to have been
// answered.
func (p *playbook) wantAllCodes(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob("emulator/*.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`fail\(http\.Status\w+,\s*"(\w+)"`)
	var missing []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range code.FindAllSubmatch(source, -1) {
			if name := string(match[1]); !p.codes[name] && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("nothing provokes the error codes %v: add it to the scenes", missing)
	}
}
