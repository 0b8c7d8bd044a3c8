package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"
)

// What happens to a processor after it was created, and what it keeps from
// happening to connections and workspaces. The states are documented; how long
// they last is not recorded.

func (c *call) processorMove(r *resource, state, next string) life {
	return life{State: state, Until: c.now.Add(spread(time.Second, 3*time.Second, state, r.ID)), Next: next}
}

// startProcessor answers an empty object: the document has an answer without a
// schema.
func startProcessor(c *call) (reply, error) {
	r, err := c.processor()
	if err != nil {
		return reply{}, err
	}
	return c.start(r, nil)
}

func startProcessorWith(c *call) (reply, error) {
	r, err := c.processor()
	if err != nil {
		return reply{}, err
	}
	with, err := processorStartShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	if at := textAt(with, "startAtOperationTime"); at != "" {
		if _, err := time.Parse(time.RFC3339, at); err != nil {
			return reply{}, errAttribute("startAtOperationTime")
		}
	}
	return c.start(r, with["tier"])
}

// start fails a processor that reads from or writes to a connection that failed.
func (c *call) start(r *resource, tier any) (reply, error) {
	if state := r.Life.at(c.now); state == "STARTED" || state == "INIT" {
		return reply{}, errProcessor(r.Name, "stream processor has already been started") // a guess
	}
	next := "STARTED"
	for _, name := range connectionsOf(r.Fields) {
		connection, ok := c.state.find(c.key(kindStreamConnection, r.Parent, name), c.now)
		if ok && connection.Life.at(c.now) == "FAILED" {
			next = "FAILED"
		}
	}
	fields := maps.Clone(r.Fields)
	if tier != nil {
		fields["tier"] = tier
	}
	return reply{status: http.StatusOK, body: object{}}, c.state.update(r, fields, c.processorMove(r, "INIT", next))
}

// stopProcessor refuses one that does not run, in words known from the shell.
func stopProcessor(c *call) (reply, error) {
	r, err := c.processor()
	if err != nil {
		return reply{}, err
	}
	if state := r.Life.at(c.now); state != "STARTED" && state != "INIT" {
		return reply{}, errProcessor(r.Name, "stream processor has already been stopped")
	}
	return reply{status: http.StatusOK, body: object{}}, c.state.update(r, r.Fields, c.processorMove(r, "STARTED", "STOPPED"))
}

// updateProcessor keeps what the body leaves out. It answers 400 where others
// answer 404 (recorded). A running processor cannot be changed, and one that has
// a checkpoint cannot read from elsewhere as long as it is to go on from there
// (both are known, the words are not).
func updateProcessor(c *call) (reply, error) {
	parent, err := c.inWorkspace()
	if err != nil {
		return reply{}, err
	}
	name := c.params["name"]
	r, ok := c.state.find(c.key(kindStreamProcessor, parent.Name, name), c.now)
	if !ok {
		return reply{}, errProcessor(name, "stream processor doesn't exist")
	}
	state := r.Life.at(c.now)
	if !slices.Contains([]string{"CREATED", "STOPPED", "FAILED"}, state) {
		return reply{}, errProcessor(name, "stream processor must be stopped before it can be modified")
	}
	changed, err := processorPatchShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	fields := maps.Clone(r.Fields)
	options := asObject(changed["options"])
	if dlq := options["dlq"]; dlq != nil {
		fields["options"] = object{"dlq": dlq}
	}
	if err := c.usePipeline(parent.Name, name, fields); err != nil {
		return reply{}, err
	}
	moved := sourceOf(textAt(fields, "pipeline")) != sourceOf(textAt(r.Fields, "pipeline"))
	if moved && state != "CREATED" && options["resumeFromCheckpoint"] != false {
		return reply{}, errProcessor(name, "$source cannot be modified unless resumeFromCheckpoint is false")
	}
	if r, err = c.renamed(r, textAt(changed, "name")); err != nil {
		return reply{}, err
	}
	if err := c.state.update(r, fields, r.Life); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.processorView(r)}, nil
}

// editProcessor adds a stage that lets everything pass, without a stop: what a
// second editor does about the states is left out.
func (c *call) editProcessor(r *resource) error {
	var pipeline []json.RawMessage
	if err := json.Unmarshal([]byte(textAt(r.Fields, "pipeline")), &pipeline); err != nil {
		return err
	}
	at := max(0, len(pipeline)-1) // the last stage writes
	data, err := encodeJSON(slices.Insert(pipeline, at, json.RawMessage(`{"$match":{}}`)))
	if err != nil {
		return err
	}
	return c.state.update(r, withText(r.Fields, string(data), "pipeline"), r.Life)
}

// renamed gives r another name. It keeps its ID and its state.
func (c *call) renamed(r *resource, name string) (*resource, error) {
	if name == "" || name == r.Name {
		return r, nil
	}
	again := *r
	again.Name = name
	if _, taken := c.state.find(again.key, c.now); taken {
		return nil, errProcessor(r.Name, "stream processor already exists") // a guess
	}
	c.state.drop(r.key)
	return &again, nil
}

// checkUnused refuses to touch a connection that a processor names, in whatever
// state that is (seen on DELETE; the wording includes PATCH). For the workspace
// the text said instance in 2025, workspace in 2026.
func (c *call) checkUnused(connection *resource) error {
	uses := func(p *resource) bool { return slices.Contains(connectionsOf(p.Fields), connection.Name) }
	if !slices.ContainsFunc(c.processors(connection.Parent), uses) {
		return nil
	}
	const code = "STREAM_CONNECTION_HAS_STREAM_PROCESSORS"
	if !c.reached(sinceConnectionNamed) {
		return fail(http.StatusForbidden, code,
			fmt.Sprintf("Stream connection with name %s has active processors, and cannot be changed.", connection.Parent),
			connection.Parent)
	}
	return fail(http.StatusForbidden, code,
		fmt.Sprintf("Stream connection with name %s in stream workspace %s has active processors, and cannot be changed.",
			connection.Name, connection.Parent), connection.Name, connection.Parent)
}

// checkIdle refuses to delete a workspace with processors in it (seen in 2026).
func (c *call) checkIdle(workspace *resource) error {
	if len(c.processors(workspace.Name)) == 0 {
		return nil
	}
	return fail(http.StatusForbidden, "STREAM_TENANT_HAS_STREAM_PROCESSORS",
		fmt.Sprintf("Stream workspace with name %s has active processors, and cannot be changed.", workspace.Name), workspace.Name)
}
