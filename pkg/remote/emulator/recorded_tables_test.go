package emulator_test

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/atlasctl/atlasctl/pkg/remote/remotetest/recorded"
)

// tables are what a recording does not say of itself. An entry that nothing
// uses any more fails the test.
type tables struct{ used map[string]bool }

func newTables() *tables { return &tables{map[string]bool{}} }

// notServed is what the emulator does not do yet, by run, method and path.
var notServed = []struct {
	what   *regexp.Regexp
	reason string
}{
	{regexp.MustCompile(`401-transient`), "good credentials are refused by a fault only"},
	{regexp.MustCompile(`/privateEndpoint/regionalMode`), "the regional mode is no kind of ours"},
	{regexp.MustCompile(`/flexClusters/[^/]+/backup/`), "backups of Flex clusters are not served"},
	{regexp.MustCompile(`/api/atlas/v2/orgs`), "organizations are not served"},
}

// presupposed is what has to be there before an exchange: what the recording
// began with, and what a request has done of which only the answer is known.
var presupposed = map[string]func(*player){
	"clusters/clustersflags-2026-08-10/01": func(p *player) {
		p.addCluster("cluster-712")
		p.setCluster("cluster-712", 10*time.Minute, object{"terminationProtectionEnabled": true, "tags": oneTag})
	},
	"clusters/clustersflags-2026-08-10/07": func(p *player) {
		p.setCluster("cluster-712", 0, object{"terminationProtectionEnabled": false, "tags": []any{}})
	},
	"databaseUsers/dbuserwithflags-2026-08-10/01": func(p *player) {
		for _, body := range []string{userBody, `{"databaseName":"admin","username":"d0123456789abcdef012345d/user-998","oidcAuthType":"IDP_GROUP",` +
			`"roles":[{"roleName":"atlasAdmin","databaseName":"admin"}],"scopes":[{"name":"Cluster0","type":"CLUSTER"}]}`} {
			must(p.T, p.rt, http.StatusCreated, "POST", p.at("/databaseUsers"), body)
		}
	},
	"errors/200-empty-id-returns-list/01": func(p *player) {
		for n := range 101 { // more than a page
			p.emu.AddProject("project " + strconv.Itoa(n))
		}
	},
	"errors/400-cluster-already-requested-deletion/01": func(p *player) {
		p.addCluster("cluster-26")
		must(p.T, p.rt, http.StatusAccepted, "DELETE", p.at("/clusters/cluster-26"), "")
	},
	"errors/400-container-waiting-for-fast-record-clean-up/01": func(p *player) {
		must(p.T, p.rt, http.StatusCreated, "POST", p.at("/flexClusters"), flexBody)
		must(p.T, p.rt, http.StatusNoContent, "DELETE", p.at("/flexClusters/shop"), "")
		p.emu.Advance(30 * second)
	},
	"errors/400-duplicate-cluster-name/01": func(p *player) { p.addCluster("cluster-73") },
	"errors/409-private-endpoint-service-already-exists-for-region/01": func(p *player) {
		must(p.T, p.rt, http.StatusCreated, "POST", p.at("/privateEndpoint/endpointService"), awsServiceIn("US_EAST_1"))
	},
	"errors/403-stream-connection-has-stream-processors/01": func(p *player) {
		const name = "test-acc-tf-7466050308724611829"
		must(p.T, p.rt, http.StatusOK, "POST", p.at("/streams"), replace(workspaceBody, "clicks", name))
		must(p.T, p.rt, http.StatusOK, "POST", p.at("/streams/"+name+"/connections"), sampleBody)
		must(p.T, p.rt, http.StatusOK, "POST", p.at("/streams/"+name+"/processor"), processorBody)
	},
	"errors/409-group-already-exists/01": func(p *player) {
		p.emu.AddProject("maintenance-e2e-635")
		p.emu.Advance(second)
	},
	"errors/409-stream-kafka-connection-is-deploying/01": func(p *player) {
		const name = "test-acc-tf-s-916771907590080583"
		must(p.T, p.rt, http.StatusOK, "POST", p.at("/streams"), replace(workspaceBody, "clicks", name))
		must(p.T, p.rt, http.StatusOK, "POST", p.at("/streams/"+name+"/connections"),
			replace(replace(kafkaBody, `"kafka"`, `"kafka-conn-vpc"`), `"config"`, `"networking":{"access":{"type":"VPC"}},"config"`))
	},
}

// requests are bodies that an error tells: the recording has the answer only.
var requests = map[string]string{
	"errors/409-group-already-exists/01":                       `{"name":"maintenance-e2e-635","orgId":"a0123456789abcdef012345a"}`,
	"errors/400-container-waiting-for-fast-record-clean-up/01": flexBody,
	"errors/400-duplicate-cluster-name/01":                     replace(flexBody, "shop", "cluster-73"),
	"databaseUsers/dbuserwithflags-2026-08-10/04": `{"roles":[{"roleName":"readWrite","databaseName":"admin"}],` +
		`"scopes":[{"name":"snapshotCluster0","type":"CLUSTER"}]}`,
	"databaseUsers/dbuserwithflags-2026-08-10/05": `{"password":"` + canary + `"}`,

	"errors/409-private-endpoint-service-already-exists-for-region/01": awsServiceIn("US_EAST_1"),
}

// otherStates are states that the emulator does not show where Atlas did.
var otherStates = map[string]string{
	"serverless/serverless-2025-08-29/04": "5 of 80 answers to PATCH said CREATING of an instance that was IDLE; here that is an oddity, and all say UPDATING",
}

var oneTag = []any{object{"key": "env", "value": "test"}}

// prepare puts in place what an exchange presupposes.
func (s *tables) prepare(name string, p *player) {
	if put, ok := presupposed[name]; ok {
		s.used["presupposed "+name] = true
		put(p)
	}
}

// request is the body of a request that is not recorded, empty when nothing
// tells it either.
func (s *tables) request(name string) string {
	if requests[name] != "" {
		s.used["requests "+name] = true
	}
	return requests[name]
}

// unserved gives the reason for which an exchange cannot be reproduced, empty
// when it has to be.
func (s *tables) unserved(e recorded.Exchange) string {
	what, reason := e.Name+" "+e.Method+" "+e.Path, ""
	for _, entry := range notServed {
		if e.Known() && entry.what.MatchString(what) {
			s.used["notServed "+entry.what.String()] = true
			reason = entry.reason
		}
	}
	return reason
}

// otherState gives the reason for which the states of an exchange differ.
func (s *tables) otherState(name string) string {
	if otherStates[name] != "" {
		s.used["otherStates "+name] = true
	}
	return otherStates[name]
}

func (s *tables) wantUsed(t *testing.T) {
	t.Helper()
	all := map[string]bool{}
	for name := range presupposed {
		all["presupposed "+name] = true
	}
	for name := range requests {
		all["requests "+name] = true
	}
	for _, entry := range notServed {
		all["notServed "+entry.what.String()] = true
	}
	for name := range otherStates {
		all["otherStates "+name] = true
	}
	wantDiff(t, slices.Sorted(maps.Keys(s.used)), slices.Sorted(maps.Keys(all)))
}

// at is a path in the project of the run.
func (p *player) at(path string) string { return "/groups/" + p.group + path }

func (p *player) addCluster(name string) {
	p.Helper()
	if err := p.emu.AddCluster(p.group, name, "M10"); err != nil {
		p.Fatal(err)
	}
}

func (p *player) setCluster(name string, creating time.Duration, fields object) {
	p.Helper()
	if err := p.emu.SetCluster(p.group, name, creating, fields); err != nil {
		p.Fatal(err)
	}
}
