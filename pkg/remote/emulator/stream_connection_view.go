package emulator

import (
	"fmt"
	"maps"
	"net/http"
)

// connections are those of a workspace, in the order of lists.
func (c *call) connections(workspace string) []*resource {
	return c.state.list(scope{kind: kindStreamConnection, project: c.group, parent: workspace}, c.now)
}

// connection finds the connection of the path. Its workspace is missed first.
func (c *call) connection() (*resource, error) {
	parent, err := c.inWorkspace()
	if err != nil {
		return nil, err
	}
	name := c.params["name"]
	r, ok := c.state.find(c.key(kindStreamConnection, parent.Name, name), c.now)
	if !ok {
		return nil, c.errConnectionNotFound(name, parent.Name)
	}
	return r, nil
}

// settledConnection is connection for GET and PATCH, which may miss one right
// after its creation (recorded). Whether lists and DELETE do is not known: here
// they see it, the harder case for a client that waits by list and then reads.
func (c *call) settledConnection() (*resource, error) {
	r, err := c.connection()
	if err == nil && c.young(youngConnection, r) {
		return nil, c.errConnectionNotFound(r.Name, r.Parent)
	}
	return r, err
}

func (c *call) errConnectionNotFound(name, workspace string) error {
	return fail(http.StatusNotFound, "STREAM_CONNECTION_NOT_FOUND_FOR_NAME",
		fmt.Sprintf("Stream connection with name %s for project %s and name %s not found.", name, c.group, workspace),
		name, c.group, workspace)
}

func (c *call) connectionView(r *resource) object {
	view := maps.Clone(r.Fields)
	view["name"] = r.Name
	if c.reached(sinceConnectionState) {
		view["state"] = r.Life.at(c.now)
	}
	if !c.reached(sinceConnectionRegion) {
		delete(view, "region")
	}
	if c.reached(sinceConnectionID) {
		view["id"] = r.ID
	}
	return view
}

func errDeploying(name string) error {
	return fail(http.StatusConflict, "STREAM_KAFKA_CONNECTION_IS_DEPLOYING",
		fmt.Sprintf("Stream Kafka connection %s is currently deploying. Please retry the request later.", name), name)
}

// errImmutable is a guess: such a change is known to need a new connection, not
// how Atlas refuses it.
func errImmutable(attribute string) error {
	return errValidation(fmt.Sprintf("%s of a stream connection cannot be changed", attribute))
}
