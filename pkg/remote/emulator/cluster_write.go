package emulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"time"
)

func createDedicated(c *call) (reply, error) {
	fields, err := clusterShape().clean(c.body)
	if err == nil {
		err = c.perShard(nil, fields)
	}
	if err == nil {
		err = checkShards(textAt(fields, "clusterType"), listAt(fields, "replicationSpecs"))
	}
	if err != nil {
		return reply{}, err
	}
	name := textAt(fields, "name")
	delete(fields, "name")
	delete(fields, "paused")
	for _, shard := range listAt(fields, "replicationSpecs") {
		delete(asObject(shard), "id") // Atlas's own to say
	}
	moveAdvanced(nil, fields)
	r, err := c.createCluster(kindCluster, name, fields, dedicatedPace())
	if err == nil {
		err = c.makeContainers(r)
	}
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: c.clusterAnswer(r)}, nil
}

// clusterAnswer is what a write answers: what is really there only a read tells.
func (c *call) clusterAnswer(r *resource) object {
	view := c.clusterView(r)
	for _, name := range []string{"adaptiveCapacity", "effectiveDatabaseEdition", "effectiveReplicationSpecs"} {
		delete(view, name)
	}
	if tags, _ := tagsOf(r); len(tags) == 0 && !c.reached(sinceClusterMembers) {
		delete(view, "tags")
	}
	for _, shard := range listAt(view, "replicationSpecs") {
		for _, region := range listAt(asObject(shard), "regionConfigs") {
			maps.DeleteFunc(asObject(region), func(name string, _ any) bool { return strings.HasPrefix(name, "effective") })
		}
	}
	return view
}

// dedicatedPace is what users report; recorded is one of 13 minutes.
func dedicatedPace() pace {
	return pace{least: 7 * time.Minute, usual: 13 * time.Minute, slow: 15 * time.Minute, longest: 45 * time.Minute}
}

func updateDedicated(c *call) (reply, error) {
	r, err := c.said()
	if err != nil {
		return reply{}, err
	}
	if err := checkTenant(r); err != nil {
		return reply{}, err
	}
	changed, err := clusterPatchShape().clean(c.body)
	if err == nil {
		err = c.perShard(r, changed)
	}
	if err == nil {
		err = c.checkPaused(r, changed)
	}
	if err == nil {
		err = c.checkChange(r, changed)
	}
	if err != nil {
		return reply{}, err
	}
	moveAdvanced(r, changed)
	if r.Fields["paused"] == true && changed["paused"] == false {
		changed["resumed"] = c.now.Format(time.RFC3339Nano)
	}
	low, high := time.Second, 4*time.Second
	if len(changed) > 0 && (changed["replicationSpecs"] != nil || changed["paused"] != nil || changed["mongoDBMajorVersion"] != nil) {
		low, high = 3*time.Minute, 10*time.Minute // a guess: the nodes take their turns
	}
	err = c.updateClusterBy(r, changed, c.now.Add(spread(low, high, "update", r.ID)))
	if err == nil {
		err = c.makeContainers(r)
	}
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.clusterAnswer(r)}, nil
}

// checkChange gives every shard of a PATCH its ID: one that is named keeps it, one
// that is not is new. What is not named goes.
func (c *call) checkChange(r *resource, changed object) error {
	kind := textAt(changed, "clusterType")
	if was := clusterTypeOf(r); kind != "" && kind != was && was != "REPLICASET" {
		return errAttribute("clusterType")
	}
	if changed["replicationSpecs"] == nil {
		return nil
	}
	if kind == "" {
		kind = clusterTypeOf(r)
	}
	shards := listAt(changed, "replicationSpecs")
	if err := checkShards(kind, shards); err != nil {
		return err
	}
	known, seen := map[string]bool{}, map[string]bool{}
	for i, shard := range shardsOf(r) {
		known[shardID(r, shard, i)] = true
	}
	named := make([]any, len(shards))
	for i, shard := range shards {
		s := maps.Clone(asObject(shard))
		switch id := textAt(s, "id"); {
		case id == "":
			s["id"] = objectID(r.key, c.now, uint64(100+i))
		case !known[id] || seen[id]: // twice: a guess
			return errAttribute("replicationSpecs.id")
		default:
			seen[id] = true
		}
		named[i] = s
	}
	changed["replicationSpecs"] = named
	return nil
}

func clusterTypeOf(r *resource) string {
	if kind := textAt(r.Fields, "clusterType"); kind != "" {
		return kind
	}
	return "REPLICASET"
}

// listAt returns the list of a member, nil when there is none.
func listAt(in object, name string) []any {
	list, _ := in[name].([]any)
	return list
}

// numberAt returns a number, 0 when there is none. It reads objects as decoded
// from a request and from the state file.
func numberAt(in object, name string) float64 {
	switch n := in[name].(type) {
	case json.Number:
		f, _ := n.Float64()
		return f
	case float64:
		return n
	}
	return 0
}
