package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"time"
)

const (
	kindStreamConnection kind = "StreamConnection"

	// connectionDeleting is how long a connection that lingers shows DELETING. No
	// duration is recorded.
	connectionDeleting = 2 * time.Second
)

func streamConnectionRoutes() []route {
	const all = groupPath + "/streams/{workspace}/connections"
	const one = all + "/{name}"
	versions := []string{"2023-02-01"}
	return []route{
		{method: http.MethodGet, path: all, versions: versions, operate: listConnections},
		{method: http.MethodPost, path: all, versions: versions, operate: createConnection, event: connectionEvents.created, takes: shownConnection},
		{method: http.MethodGet, path: one, versions: versions, operate: getConnection},
		{method: http.MethodPatch, path: one, versions: versions, operate: updateConnection, event: connectionEvents.updated, takes: shownConnection, edit: editOf((*call).connection, (*call).editConnection)},
		{method: http.MethodDelete, path: one, versions: versions, operate: deleteConnection, event: connectionEvents.deleted},
	}
}

func listConnections(c *call) (reply, error) {
	parent, err := c.inWorkspace()
	if err != nil {
		return reply{}, err
	}
	return c.page(c.connections(parent.Name), countAlways, c.connectionView)
}

func getConnection(c *call) (reply, error) {
	r, err := c.settledConnection()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.connectionView(r)}, nil
}

func createConnection(c *call) (reply, error) {
	parent, err := c.inWorkspace()
	if err != nil {
		return reply{}, err
	}
	r, err := c.addConnection(parent, c.body)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.connectionView(r)}, nil
}

// addConnection makes a connection from the body of a POST.
func (c *call) addConnection(parent *resource, body object) (*resource, error) {
	fields, v, err := connectionFields(body)
	if err != nil {
		return nil, err
	}
	name := textAt(fields, "name")
	delete(fields, "name")
	k := c.key(kindStreamConnection, parent.Name, name)
	if _, ok := c.state.find(k, c.now); ok {
		return nil, fail(http.StatusConflict, "STREAM_CONNECTION_NAME_ALREADY_EXISTS",
			fmt.Sprintf("A Stream connection with the name %s already exists.", name), name)
	}
	if v.public && fields[v.networking] == nil {
		fields[v.networking] = object{"access": object{"type": "PUBLIC"}}
	}
	if textAt(fields, "region") == "" {
		fields["region"] = textAt(parent.Fields, "dataProcessRegion", "region")
	}
	return c.state.create(k, c.now, fields, func(r *resource) {
		r.Life = c.deploy(r, v, fields)
	})
}

// connectionShape is what connections of all types have in common.
func connectionShape() shape {
	return shape{"name": {required: true}, "region": {}, "type": {required: true}}
}

// connectionFields checks a whole connection and returns what is kept of it.
func connectionFields(body object) (object, variant, error) {
	common, err := connectionShape().clean(body)
	if err != nil {
		return nil, variant{}, err
	}
	v, ok := variants()[textAt(common, "type")]
	if !ok {
		return nil, variant{}, errEnum(textAt(common, "type"))
	}
	fields, err := v.members.clean(body)
	if err != nil {
		return nil, variant{}, err
	}
	if v.check != nil {
		if err := v.check(body); err != nil {
			return nil, variant{}, err
		}
	}
	if v.trim != nil {
		v.trim(fields)
	}
	if textAt(fields, v.networking, "access", "type") == "" {
		delete(fields, v.networking) // an empty object says nothing
	}
	if err := checkAccess(fields, v.networking); err != nil {
		return nil, variant{}, err
	}
	maps.Copy(fields, common)
	return fields, v, nil
}

// updateConnection replaces what its type has of its own: a member that is not
// sent is lost. Only name, type, region and networking stay, and cannot change.
// Whether Atlas is as strict is not known; a client that gets along with this
// gets along with a merge as well.
func updateConnection(c *call) (reply, error) {
	r, err := c.settledConnection()
	if err != nil {
		return reply{}, err
	}
	if r.Life.at(c.now) == "DELETING" {
		return reply{}, errDeploying(r.Name)
	}
	if err := c.checkUnused(r); err != nil {
		return reply{}, err
	}
	fields, v, err := c.replacedConnection(r)
	if err != nil {
		return reply{}, err
	}
	next := r.Life
	if unreachable(fields) != unreachable(r.Fields) {
		next = c.deploy(r, v, fields)
	}
	if err := c.state.update(r, fields, next); err != nil {
		return reply{}, err
	}
	answer := c.connectionView(r)
	delete(answer, "state") // recorded: only the answer to PATCH has none
	if !c.reached(sinceConnectionPatch) {
		delete(answer, "id")
		delete(answer, "region")
	}
	return reply{status: http.StatusOK, body: answer}, nil
}

// replacedConnection gives the fields that a connection has after a PATCH.
func (c *call) replacedConnection(r *resource) (object, variant, error) {
	body := maps.Clone(c.body)
	fixed := object{"name": r.Name, "type": r.Fields["type"], "region": r.Fields["region"]}
	for name, value := range fixed {
		if sent := body[name]; sent != nil && sent != value {
			return nil, variant{}, errImmutable(name)
		}
	}
	maps.Copy(body, fixed)
	fields, v, err := connectionFields(body)
	if err != nil {
		return nil, variant{}, err
	}
	before, known := r.Fields[v.networking]
	if sent := asObject(fields[v.networking]); sent != nil && !equal(sent, asObject(before)) {
		return nil, variant{}, errImmutable(v.networking)
	}
	if known {
		fields[v.networking] = before
	}
	delete(fields, "name")
	return fields, v, nil
}

// deleteConnection refuses a Kafka connection that is still being deployed
// (recorded). A second request while it goes is accepted like the first, which
// is a guess.
func deleteConnection(c *call) (reply, error) {
	r, err := c.connection()
	if err != nil {
		return reply{}, err
	}
	if err := c.checkUnused(r); err != nil {
		return reply{}, err
	}
	accepted := reply{status: http.StatusAccepted, body: object{}}
	v := variants()[textAt(r.Fields, "type")]
	switch {
	case !v.lingers:
		c.state.remove(r)
		return accepted, nil
	case r.Life.at(c.now) == "PENDING":
		return reply{}, errDeploying(r.Name)
	case r.Life.ends():
		return accepted, nil
	}
	return accepted, c.state.end(r, r.Life.ending(c.now, connectionDeleting, 0))
}
