package emulator_test

import (
	"net/http"
	"testing"

	"github.com/atlasctl/atlasctl/pkg/remote/emulator"
)

// older is a request in the version in which a replication spec is a zone.
func older(t *testing.T, emu *emulator.Emulator, method, path, body string) answer {
	t.Helper()
	return sendRequest(t, emu.Transport(), inVersion(newRequest(t, method, api+path, body), v2))
}

const groupsBody = `{"name":"big","clusterType":"SHARDED","diskSizeGB":30,"replicationSpecs":[{"numShards":2,"zoneName":"Zone 1","regionConfigs":[` +
	`{"providerName":"AWS","regionName":"EU_WEST_1","priority":7,"electableSpecs":{"instanceSize":"M30","nodeCount":3},"readOnlySpecs":{"instanceSize":"M30","nodeCount":0}}]}]}`

// TestClusterOfTheOlderShape makes two shards in one, and sees them in both shapes.
func TestClusterOfTheOlderShape(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	one := project + "/clusters/big"
	made := older(t, emu, "POST", project+"/clusters", groupsBody)
	wantDiff(t, []any{made.status, made.body["diskSizeGB"], len(shards(made)), shards(made)[0]["numShards"]}, []any{http.StatusCreated, 30.0, 1, 2.0})
	wantDiff(t, made.header.Get("Sunset"), "Thu, 1 Jul 2027 00:00:00 GMT")
	both := must(t, emu.Transport(), http.StatusOK, "GET", one, "")
	disk := func(shard object) any {
		return shard["regionConfigs"].([]any)[0].(object)["electableSpecs"].(object)["diskSizeGB"]
	}
	wantDiff(t, []any{len(shards(both)), disk(shards(both)[0]), disk(shards(both)[1]), shards(both)[0]["numShards"]}, []any{2, 30.0, 30.0, nil})

	larger := older(t, emu, "PATCH", one, `{"diskSizeGB":40}`)
	wantDiff(t, []any{larger.status, larger.body["diskSizeGB"], shards(larger)[0]["numShards"], shards(larger)[0]["id"]}, []any{200, 40.0, 2.0, shards(made)[0]["id"]})
	more := older(t, emu, "PATCH", one, replace(replace(groupsBody, `"diskSizeGB":30,`, ""), `:2,`, `:3,`))
	wantDiff(t, []any{more.body["diskSizeGB"], shards(more)[0]["numShards"]}, []any{40.0, 3.0})
	after := must(t, emu.Transport(), http.StatusOK, "GET", one, "")
	for i, shard := range shards(both) {
		wantDiff(t, shards(after)[i]["id"], shard["id"])
	}
	for _, number := range []string{":0,", ":51,"} {
		wantCode(t, older(t, emu, "PATCH", one, replace(groupsBody, `:2,`, number)), 400, "INVALID_ATTRIBUTE")
	}
}

// TestClusterThatTheOlderShapeCannotExpress has two shards that differ. It is
// refused by name, and not in the list.
func TestClusterThatTheOlderShapeCannotExpress(t *testing.T) {
	t.Parallel()
	emu, project := newEmulator(t, emulator.Config{})
	shard := func(size string) string {
		return `{"numShards":9,"regionConfigs":[{"providerName":"AWS","regionName":"EU_WEST_1","priority":7,"electableSpecs":{"instanceSize":"` + size + `","nodeCount":3}}]}`
	}
	body := `{"name":"big","clusterType":"SHARDED","diskSizeGB":99,"replicationSpecs":[` + shard("M30") + `,` + shard("M40") + `]}`
	made := must(t, emu.Transport(), http.StatusCreated, "POST", project+"/clusters", body)
	wantDiff(t, len(shards(made)), 2) // whatever the older shape would say
	wantCode(t, older(t, emu, "GET", project+"/clusters/big", ""), 400, "ASYMMETRIC_SHARD_UNSUPPORTED")
	wantCode(t, older(t, emu, "PATCH", project+"/clusters/big", `{"paused":true}`), 400, "ASYMMETRIC_SHARD_UNSUPPORTED")
	wantDiff(t, older(t, emu, "GET", project+"/clusters", "").body["totalCount"], any(0.0))
}
