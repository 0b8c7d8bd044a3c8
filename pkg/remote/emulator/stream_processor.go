package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
)

const kindStreamProcessor kind = "StreamProcessor"

// streamProcessorRoutes are plural for the list and singular for everything else.
// No answer of theirs is recorded: shapes are those of the API document.
func streamProcessorRoutes() []route {
	const all = groupPath + "/streams/{workspace}/processors"
	const some = groupPath + "/streams/{workspace}/processor"
	const one = some + "/{name}"
	versions := []string{"2024-05-30"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listProcessors},
		{method: http.MethodPost, path: some, versions: versions, operate: createProcessor, untold: true, takes: always(processorPostShape())},
		{method: http.MethodGet, path: one, versions: versions, operate: getProcessor},
		{method: http.MethodPatch, path: one, versions: versions, operate: updateProcessor, untold: true, takes: always(processorPatchShape()), edit: editOf((*call).processor, (*call).editProcessor)},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteProcessor, untold: true},
		{method: http.MethodPost, path: one + ":start", versions: versions, operate: startProcessor, untold: true, bodyless: true},
		{method: http.MethodPost, path: one + ":startWith", versions: []string{"2025-03-12"}, operate: startProcessorWith, untold: true, takes: always(processorStartShape())},
		{method: http.MethodPost, path: one + ":stop", versions: versions, operate: stopProcessor, untold: true, bodyless: true},
	}
}

func processorTier() member { return streamConfig().within["tier"] }

// processorShape is what POST and PATCH have in common, but for the pipeline.
func processorShape(options shape) shape {
	options["dlq"] = member{holds: record, within: shape{
		"coll": {required: true}, "connectionName": {required: true}, "db": {required: true},
	}}
	return shape{"options": {holds: record, within: options}}
}

func processorPostShape() shape {
	s := processorShape(shape{})
	s["name"], s["tier"] = member{required: true}, processorTier()
	return s
}

func processorPatchShape() shape {
	s := processorShape(shape{"resumeFromCheckpoint": {holds: flag}})
	s["name"] = member{}
	return s
}

func processorStartShape() shape {
	return shape{"resumeFromCheckpoint": {holds: flag}, "startAtOperationTime": {}, "tier": processorTier()}
}

func listProcessors(c *call) (reply, error) {
	parent, err := c.inWorkspace()
	if err != nil {
		return reply{}, err
	}
	return c.page(c.processors(parent.Name), countOnRequest, c.processorView)
}

func getProcessor(c *call) (reply, error) {
	r, err := c.processor()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.processorView(r)}, nil
}

func createProcessor(c *call) (reply, error) {
	parent, err := c.inWorkspace()
	if err != nil {
		return reply{}, err
	}
	fields, err := processorPostShape().clean(c.body)
	if err != nil {
		return reply{}, err
	}
	name := textAt(fields, "name")
	delete(fields, "name")
	if fields["tier"] == nil {
		fields["tier"] = textAt(parent.Fields, "streamConfig", "tier")
	}
	if err := c.usePipeline(parent.Name, name, fields); err != nil {
		return reply{}, err
	}
	if fields["pipeline"] == nil {
		return reply{}, errMissing("pipeline")
	}
	k := c.key(kindStreamProcessor, parent.Name, name)
	if _, ok := c.state.find(k, c.now); ok {
		return reply{}, errProcessor(name, "stream processor already exists") // a guess
	}
	r, err := c.state.create(k, c.now, fields, func(r *resource) { r.Life = c.processorMove(r, "CREATING", "CREATED") })
	if err != nil {
		return reply{}, err
	}
	body := c.processorView(r)
	delete(body, "state")
	delete(body, "stats")
	return reply{status: http.StatusOK, body: body}, nil
}

// usePipeline puts the pipeline of the body into the fields of a processor, if
// there is one, and wants the connections that they name to exist.
func (c *call) usePipeline(workspace, processor string, fields object) error {
	pipeline, err := pipelineOf(c.raw)
	if err != nil {
		return errProcessor(processor, err.Error())
	}
	if pipeline != "" {
		fields["pipeline"] = pipeline
	}
	for _, name := range connectionsOf(fields) {
		if strings.HasPrefix(name, "__") { // Atlas's own, such as __testLog
			continue
		}
		r, ok := c.state.find(c.key(kindStreamConnection, workspace, name), c.now)
		if !ok || c.young(youngConnection, r) {
			return errProcessor(processor, fmt.Sprintf("connection named %s does not exist", name))
		}
	}
	dlq := textAt(fields, "options", "dlq", "connectionName")
	if r, ok := c.state.find(c.key(kindStreamConnection, workspace, dlq), c.now); ok && r.Fields["type"] != "Cluster" {
		return errProcessor(processor, fmt.Sprintf("connection %s of the dead letter queue is no Atlas cluster", dlq)) // a guess
	}
	return nil
}

// connectionsOf lists the connections that a processor names.
func connectionsOf(fields object) []string {
	names := connectionsIn(textAt(fields, "pipeline"))
	if dlq := textAt(fields, "options", "dlq", "connectionName"); dlq != "" {
		names = append(names, dlq)
	}
	return names
}

// deleteProcessor takes one in any state; a running one stops.
func deleteProcessor(c *call) (reply, error) {
	r, err := c.processor()
	if err != nil {
		return reply{}, err
	}
	c.state.remove(r)
	return reply{status: http.StatusNoContent}, nil
}

func (c *call) processors(workspace string) []*resource {
	return c.state.list(scope{kind: kindStreamProcessor, project: c.group, parent: workspace}, c.now)
}

// processor finds the processor of the path. That it is missed with 404 is
// documented; the code is a guess in the image of that for connections. PATCH
// answers something else.
func (c *call) processor() (*resource, error) {
	parent, err := c.inWorkspace()
	if err != nil {
		return nil, err
	}
	name := c.params["name"]
	if r, ok := c.state.find(c.key(kindStreamProcessor, parent.Name, name), c.now); ok {
		return r, nil
	}
	return nil, fail(http.StatusNotFound, "STREAM_PROCESSOR_NOT_FOUND_FOR_NAME",
		fmt.Sprintf("Stream processor with name %s for project %s and name %s not found.", name, c.group, parent.Name),
		name, c.group, parent.Name)
}

// processorView has no numbers in its stats: no data flows here.
func (c *call) processorView(r *resource) object {
	view := maps.Clone(r.Fields)
	view["_id"] = r.ID
	view["name"] = r.Name
	view["pipeline"] = json.RawMessage(textAt(r.Fields, "pipeline"))
	view["state"] = r.Life.at(c.now)
	view["stats"] = object{}
	return view
}

// errProcessor is the answer to nearly everything that is wrong with a processor
// (recorded, also for mistakes of the client).
func errProcessor(name, problem string) error {
	return fail(http.StatusBadRequest, "STREAM_PROCESSOR_GENERIC_ERROR",
		fmt.Sprintf("Streams Processor with this name (%s) had a problem occur: %s.", name, problem), name, problem)
}
