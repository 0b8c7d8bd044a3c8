package emulator

import (
	"fmt"
	"maps"
	"time"
)

// SetCluster gives a cluster that was added what otherwise only requests would
// give it, which are not served: members, and a time of being created.
func (e *Emulator) SetCluster(projectID, name string, creating time.Duration, fields map[string]any) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.clock.now()
	c := &call{state: e.state, now: now, group: projectID}
	r := c.clusterNamed(name)
	if r == nil {
		return fmt.Errorf("setting cluster %s: there is none", name)
	}
	next := r.Life
	if creating > 0 {
		ready := now.Add(creating)
		next = life{State: "CREATING", Until: ready, Next: "IDLE", Ready: ready}
	}
	all := maps.Clone(r.Fields)
	maps.Copy(all, fields)
	return e.state.update(r, all, next)
}
